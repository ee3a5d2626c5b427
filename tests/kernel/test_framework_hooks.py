"""Where the tree reaches into a framework by a name that no release promises; docs/upgrading.md lists them."""

import re
from types import SimpleNamespace

from celery.worker import consumer
from django.core.cache import close_caches
from django.core.signals import request_finished, request_started
from django.db import reset_queries

from config.celery import Consumer
from tests.architecture.tree import ROOT


def test_a_lost_broker_is_looked_for_every_second(monkeypatch):
    asked = {}
    connection = SimpleNamespace(ensure_connection=lambda **how: asked.update(how))
    monkeypatch.setattr(consumer.Consumer, "ensure_connected", lambda self, conn: conn.ensure_connection(max_retries=3))
    Consumer.ensure_connected(object.__new__(Consumer), connection)
    assert asked == {"interval_start": 0.2, "interval_step": 0.2, "interval_max": 1, "max_retries": 3}


def test_django_does_nothing_for_caches_and_query_logs_around_a_request():
    assert not request_started.disconnect(reset_queries)
    assert not request_finished.disconnect(close_caches)


def test_the_page_on_upgrading_names_files_and_tests_that_are_there():
    page = (ROOT / "docs" / "upgrading.md").read_text()
    named = re.findall(r"`((?:gotuto|config|tests)/[\w/]+\.py)`", page)
    assert len(named) >= 14
    assert [path for path in named if not (ROOT / path).is_file()] == []
