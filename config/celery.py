"""Celery: carries wake-ups and the beat; the work itself stands in PostgreSQL."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import (
    beat_init,
    before_task_publish,
    task_prerun,
    worker_before_create_process,
    worker_process_shutdown,
)
from django.db import close_old_connections
from kombu.transport import TRANSPORT_ALIASES

from gotuto import tracing

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TRANSPORT_ALIASES.update(dict.fromkeys(("redis", "rediss"), "config.broker:Transport"))
TRANSPORT_ALIASES["sentinel"] = "config.broker:SentinelTransport"
app = Celery("gotuto")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_shutdown.connect
def _send_the_last_spans(**_: Any) -> None:
    """A child ends without what Python does at an exit."""
    tracing.flush()


@worker_before_create_process.connect
def _share_memory(**_: Any) -> None:
    """What is there before the fork lives on: the collector must not touch it, or each child gets pages of its own."""
    gc.collect()
    gc.freeze()


@task_prerun.connect
def _drop_broken_connections(**_: Any) -> None:
    """As Django does it before each request: a worker outlives a restart of the database."""
    close_old_connections()


@task_prerun.connect
def _tell_that_the_worker_is_there(**_: Any) -> None:
    from gotuto.wakeups import heartbeat

    heartbeat.tell("worker")


@beat_init.connect
def _tell_whenever_beat_has_sent_a_task(**_: Any) -> None:
    from gotuto.wakeups import heartbeat

    before_task_publish.connect(lambda **_: heartbeat.tell("beat"), weak=False)
