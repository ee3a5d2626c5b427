"""Housekeeping: what nobody needs any more is deleted, a batch and a statement at a time, so that memory stays flat.

Each package of the kernel registers its own broom; a broom that breaks does not stop the others.
"""

from collections.abc import Callable
from datetime import datetime

import structlog
from celery import shared_task
from django.utils import timezone

log = structlog.get_logger(__name__)

# Deletes up to `limit` rows that are old at `now`; returns how many it deleted.
Broom = Callable[[datetime, int], int]

BATCH = 1_000

_brooms: dict[str, Broom] = {}


def register(name: str, broom: Broom) -> None:
    """Add something that is swept once a day."""
    _brooms[name] = broom


def sweep(*, now: datetime, batch: int = BATCH) -> dict[str, int]:
    """Delete everything that is old; how many rows of each kind. Raises ExceptionGroup when a broom broke."""
    swept: dict[str, int] = {}
    failures: list[Exception] = []
    for name, broom in _brooms.items():
        try:
            swept[name] = _all_of_it(broom, now, batch)
        except Exception as error:
            log.exception("housekeeping_failed", broom=name)
            failures.append(error)
    log.info("housekeeping", **swept)
    if failures:
        raise ExceptionGroup("Housekeeping is not complete.", failures)
    return swept


def _all_of_it(broom: Broom, now: datetime, batch: int) -> int:
    deleted = 0
    while count := broom(now, batch):
        deleted += count
    return deleted


@shared_task(name="gotuto.housekeeping")
def housekeeping_task() -> None:
    sweep(now=timezone.now())
