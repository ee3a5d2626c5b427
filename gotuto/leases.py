"""Leases with fencing tokens, and exponential backoff with jitter.

A claim is a lease: it ends by itself, so that the work of a dead worker comes back. A worker that was only slow comes
back too, and must not write then. So each claim raises the row's `fencing_token`, and whatever the worker writes asks for
the number that it was given: Kleppmann, "How to do distributed locking" (martin.kleppmann.com, 2016).
"""

import random
from datetime import timedelta

from django.conf import settings

from gotuto import error_words

_LONGEST_BACKOFF = 60.0
_LONGEST_ERROR = 4_000


class Fenced(Exception):
    """Another worker has claimed the row since, or the work has ended; whatever this worker did is rolled back."""


def length() -> timedelta:
    """How long a claim keeps others away."""
    return timedelta(seconds=settings.GOTUTO_LEASE_SECONDS)


def late() -> timedelta:
    """Beyond this, work that is due is not waiting any more; it is stuck."""
    return timedelta(seconds=settings.GOTUTO_LATE_SECONDS)


def backoff(attempts: int) -> timedelta:
    """How long to wait after a number of failures: doubling, at most a minute, with jitter so that a herd spreads out."""
    # Beyond some doublings the exponent only costs memory.
    longest = min(settings.GOTUTO_BACKOFF_SECONDS * 2 ** min(attempts - 1, 30), _LONGEST_BACKOFF)
    return timedelta(seconds=longest * random.uniform(0.5, 1.0))  # noqa: S311


def error_text(error: Exception) -> str:
    """The error as text that may be kept, and that PostgreSQL can keep."""
    return storable(error_words.words(error))


def storable(text: str) -> str:
    """Any text as PostgreSQL can keep it, cut off where nobody reads on."""
    return text.replace("\0", "").encode(errors="replace").decode()[:_LONGEST_ERROR]


def check_fence(rows_hit: int, what: str) -> None:
    """Check that a statement about a claimed row hit it. Raises Fenced."""
    if rows_hit != 1:
        raise Fenced(what)
