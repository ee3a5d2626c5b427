"""Celery: carries doorbells and the beat; the work itself stands in PostgreSQL."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("gotuto")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
