from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

import config.celery  # noqa: F401  whoever sends a task needs the application it belongs to


class GoTutoConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "GoTuto"

    def ready(self) -> None:
        from config import checks, invariants  # noqa: F401  the checks make themselves known

        pre_migrate.connect(invariants.before_migrate, sender=self)
        post_migrate.connect(invariants.after_migrate, sender=self)
