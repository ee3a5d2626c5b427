"""The WSGI application that gunicorn serves."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Whoever serves without `run` is asked for the same settings.
os.environ.setdefault("GOTUTO_ROLE", "web")

application = get_wsgi_application()
# The first order is not to wait for what speaks to Valkey.
import_module("gotuto.wakeups.pubsub")
