"""The production settings, with one more destination than the product has: DJANGO_SETTINGS_MODULE=tests.playing.settings."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.carrier", "tests.playing"]
