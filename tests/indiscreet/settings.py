"""The settings of a process whose errors quote people: DJANGO_SETTINGS_MODULE=tests.indiscreet.settings."""

import os

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.indiscreet"]
EMAIL_BACKEND, EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
EMAIL_PORT = int(os.environ["INDISCREET_MAIL_PORT"])
