import os

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate, pre_migrate

# Whoever sends a task needs the application that it belongs to.
from config.celery import app as celery_app
from gotuto.tracing import starting


class GoTutoConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "GoTuto"

    def ready(self) -> None:
        from django.contrib import admin

        from config import beat, checks, invariants  # noqa: F401  the checks make themselves known
        from gotuto import vacuuming
        from gotuto.db import sessions

        starting.start(os.environ, role=settings.GOTUTO_ROLE)
        admin.site.index_title = "Overview"
        celery_app.conf.beat_schedule = beat.schedule()
        pre_migrate.connect(invariants.before_migrate, sender=self)
        post_migrate.connect(invariants.after_migrate, sender=self)
        post_migrate.connect(vacuuming.after_migrate, sender=self)
        post_migrate.connect(sessions.after_migrate, sender=self)


class BackOfficeConfig(AdminConfig):
    """Django's admin with a site of our own; `unfold.apps.BasicAppConfig` leaves it in its place."""

    default_site = "config.back_office.BackOfficeSite"
