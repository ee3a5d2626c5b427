from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class GoTutoConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "GoTuto"

    def ready(self) -> None:
        from config import invariants

        pre_migrate.connect(invariants.before_migrate, sender=self)
        post_migrate.connect(invariants.after_migrate, sender=self)
