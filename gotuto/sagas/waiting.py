"""Durable waits and deadlines: what a step returns that has to wait for news, and what happens when none comes."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

# The outcome of such a call is not known yet: nobody can say what there is to undo.
UNDECIDED = frozenset({"sending", "unknown"})


@dataclass(frozen=True)
class Wait:
    """Returned by a step or an undo instead of events, when it has told nothing and must be asked again.

    What a step asked of others before it waits stays asked, so that its undo is called also for a step that still waits.
    No worker holds the saga meanwhile. Whoever brings the news wakes it (`Saga.wake`); after `look_again` it looks by
    itself. `reason` completes "waits for …" for operators.
    """

    reason: str
    look_again: timedelta = timedelta(minutes=15)


class Overdue(StrEnum):
    """What becomes of a saga whose deadline has passed."""

    COMPENSATE = "compensate"
    NEEDS_ATTENTION = "needs attention"


@dataclass(frozen=True)
class Deadline:
    """How long something may take, and what then; a saga that compensates already is left to a person in any case."""

    after: timedelta
    overdue: Overdue = Overdue.NEEDS_ATTENTION


class CallStatus(Protocol):
    """Tells the status of the outbound call that a step has asked for: `queued, sending, done, refused, unknown`, or None.

    It is asked in the transaction of the undo, and locks the call's row, so that a queued call is not sent meanwhile. One
    that was sent before (`attempts > 0`) and is queued again is told as unknown: the destination may hear of it late.
    """

    def __call__(self, subject: Any, /) -> str | None: ...
