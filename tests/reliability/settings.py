"""The settings of a process that is to suffer: DJANGO_SETTINGS_MODULE=tests.reliability.settings."""

import os

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.carrier", "tests.reliability"]
STORAGES = {**STORAGES, "documents": {**STORAGES["documents"], "BACKEND": "tests.reliability.shelf.Shelf"}}
EMAIL_BACKEND = "tests.reliability.post_office.PostOffice"
# A mail server of its own, instead of the one within the worker.
if port := os.environ.get("GOTUTO_POST_OFFICE_PORT"):
    EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", int(port)
POST_OFFICE_BOOK = os.environ.get("GOTUTO_POST_OFFICE_BOOK", "")
