"""Retention policies and the nightly purge: what nobody needs any more is deleted, a batch and a statement at a time.

So memory stays flat. Each package of the kernel registers its own policies; one that breaks does not stop the others.
"""

from collections.abc import Callable
from datetime import datetime

import structlog
from celery import shared_task
from django.utils import timezone

log = structlog.get_logger(__name__)

# Deletes up to `limit` rows that are old at `now`; returns how many it deleted.
Policy = Callable[[datetime, int], int]

BATCH = 1_000

_policies: dict[str, Policy] = {}


def register(name: str, policy: Policy) -> None:
    """Add something that is purged once a day."""
    _policies[name] = policy


def policies() -> list[str]:
    """The names of all that is purged."""
    return list(_policies)


def purge(*, now: datetime, batch: int = BATCH) -> dict[str, int]:
    """Delete everything that is old; how many rows of each kind. Raises ExceptionGroup when a policy broke."""
    purged: dict[str, int] = {}
    failures: list[Exception] = []
    for name, policy in _policies.items():
        try:
            purged[name] = _all_of_it(policy, now, batch)
        except Exception as error:
            log.exception("purge_failed", policy=name)
            failures.append(error)
    log.info("purged", **purged)
    if failures:
        raise ExceptionGroup("The purge is not complete.", failures)
    return purged


def _all_of_it(policy: Policy, now: datetime, batch: int) -> int:
    deleted = 0
    while count := policy(now, batch):
        deleted += count
    return deleted


@shared_task(name="gotuto.housekeeping")
def purge_task() -> None:
    purge(now=timezone.now())
