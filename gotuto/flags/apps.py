from django.apps import apps
from django.db.models.signals import post_migrate, pre_save

from gotuto.modules import MenuItem, ModuleConfig


class FlagsConfig(ModuleConfig):
    name = "gotuto.flags"
    label = "gotuto_flags"
    verbose_name = "Feature flags"

    menu = (MenuItem("Machinery", 50, "Feature flags", "toggle_on", "waffle_switch"),)

    def ready(self) -> None:
        super().ready()
        from waffle.models import Flag, Sample, Switch

        from gotuto.flags.switching import only_declared

        for model in (Flag, Sample, Switch):
            pre_save.connect(only_declared, sender=model, dispatch_uid=f"{self.label}.{model.__name__}")
        # Django tells an app of migrations only if it has tables; ours are waffle's.
        waffle = apps.get_app_config("waffle")
        waffle.verbose_name = self.verbose_name
        post_migrate.connect(self.after_migrate, sender=waffle, dispatch_uid=f"{self.label}.after_migrate")

    def after_migrate(self, **_: object) -> None:
        """Every flag that is declared has a row; one that a release adds appears with its migrations."""
        from gotuto.flags.switching import make_rows

        make_rows()
