"""What Celery's beat calls: the machinery's own tasks, and those that the modules bring."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab
from django.conf import settings

from gotuto.modules import modules


def schedule() -> dict[str, dict[str, Any]]:
    """Celery's `beat_schedule`."""
    poll = timedelta(seconds=settings.GOTUTO_POLL_SECONDS)
    return {
        "poll": {"task": "gotuto.drain", "schedule": poll, "options": {"expires": 5}},
        "invariants": {"task": "config.look_at_invariants", "schedule": timedelta(minutes=1)},
        "housekeeping": {"task": "gotuto.housekeeping", "schedule": crontab(hour="3", minute="17")},
        **{each.name: {"task": each.task, "schedule": each.every} for module in modules() for each in module.beat},
    }
