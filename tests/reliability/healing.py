"""Healing: a healthy worker, the clock, and people who let what was given up try again, until nothing is left to do."""

import time
from collections.abc import Callable, Sequence

from gotuto import wakeups
from gotuto.db import execute, fetch_all
from gotuto.outbound import retrying as retrying_calls
from gotuto.outbox import redelivery
from gotuto.sagas import retrying
from gotuto.sagas.models import SagaRun
from tests.reliability.clock import PATIENCE, until


def heal(
    time_passes: Sequence[str],
    what_is_open: str,
    *,
    destinations: Sequence[str] = (),
    people: Callable[[], bool] = lambda: True,
) -> None:
    """Go on until the query finds nothing open and the people have nothing left to do, or for as long as anybody would wait."""
    for _ in until(time.monotonic() + PATIENCE):
        for statement in time_passes:
            execute(statement)
        for run in SagaRun.objects.filter(needs_attention=True):
            retrying.retry(saga_id=run.id)
        redelivery.retry_dead()
        for destination in destinations:
            retrying_calls.reset_breaker(destination=destination)
        wakeups.drain(budget_seconds=PATIENCE)
        if people() and not fetch_all(what_is_open):
            return
