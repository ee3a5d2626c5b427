"""Celery: carries doorbells and the beat; the work itself stands in PostgreSQL."""

import os
from typing import Any

from celery import Celery
from celery.signals import task_prerun
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("gotuto")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@task_prerun.connect
def _drop_broken_connections(**_: Any) -> None:
    """As Django does it before each request: a worker outlives a restart of the database."""
    close_old_connections()
