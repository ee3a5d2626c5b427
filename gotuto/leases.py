"""Leases and fences: how long a claim holds, how long to wait after a failure, and what stops a worker that comes late."""

import random
from datetime import timedelta

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)

_LONGEST_PAUSE = 60.0
_LONGEST_ERROR = 4_000


class Fenced(Exception):
    """Somebody else holds the work by now, or has ended it; whatever this worker did is rolled back."""


def length() -> timedelta:
    """How long a claim keeps others away."""
    return timedelta(seconds=settings.GOTUTO_LEASE_SECONDS)


def pause(attempts: int) -> timedelta:
    """How long to wait after a number of failures: doubling, at most a minute, with jitter so that a herd spreads out."""
    # Beyond some doublings the exponent only costs memory.
    longest = min(settings.GOTUTO_BACKOFF_SECONDS * 2 ** min(attempts - 1, 30), _LONGEST_PAUSE)
    return timedelta(seconds=longest * random.uniform(0.5, 1.0))  # noqa: S311


def in_words(error: Exception) -> str:
    """The error as text that PostgreSQL can keep, which has no NUL and no half surrogate pair."""
    text = f"{type(error).__name__}: {error}".replace("\0", "")
    return text.encode(errors="replace").decode()[:_LONGEST_ERROR]


def fence(rows_hit: int, what: str) -> None:
    """Check that the closing statement of a claim hit its row. Raises Fenced."""
    if rows_hit != 1:
        raise Fenced(what)
