"""The settings of a process under the table guard: DJANGO_SETTINGS_MODULE=tests.guarded_settings."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.guarded"]
