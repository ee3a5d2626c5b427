"""Where the tree reaches into a framework by a name that no release promises; docs/upgrading.md lists them."""

import os
import re
import subprocess
import sys
from types import SimpleNamespace

from celery.worker import consumer

from config.consumer import Consumer
from tests.architecture import tree


def test_a_lost_broker_is_looked_for_every_second(monkeypatch):
    asked = {}
    connection = SimpleNamespace(ensure_connection=lambda **how: asked.update(how))
    monkeypatch.setattr(consumer.Consumer, "ensure_connected", lambda self, conn: conn.ensure_connection(max_retries=3))
    Consumer.ensure_connected(object.__new__(Consumer), connection)
    assert asked == {"interval_start": 0.2, "interval_step": 0.2, "interval_max": 1, "max_retries": 3}


STARTED = """
import django
django.setup()
from django.core.cache import close_caches
from django.core.signals import request_finished, request_started
from django.db import reset_queries
print(request_started.disconnect(reset_queries), request_finished.disconnect(close_caches))
"""


def test_django_does_nothing_for_caches_and_query_logs_around_a_request():
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    started = subprocess.run(
        [sys.executable, "-c", STARTED], cwd=tree.ROOT, env=environ, capture_output=True, text=True
    )
    assert started.stdout.split() == ["False", "False"], started.stderr


def test_the_page_on_upgrading_names_files_and_tests_that_are_there():
    page = (tree.ROOT / "docs" / "upgrading.md").read_text()
    named = re.findall(r"`((?:gotuto|config|tests)/[\w/]+\.py)`", page)
    assert len(named) >= 14
    assert [path for path in named if not (tree.ROOT / path).is_file()] == []
