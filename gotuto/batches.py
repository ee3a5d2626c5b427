"""Batches: several rows claimed by one statement, done in turn while their leases are young."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

import structlog

from gotuto import leases

SIZE = 8

log = structlog.get_logger(__name__)

# A worker that is slow keeps what it holds from the others no longer than this.
_LONGEST_SECONDS = 1.0

# Claims the due rows oldest first: a run of never-attempted rows together, a row with attempts > 0 always alone. A poison
# row can therefore cost its neighbours at most one attempt.
_BATCH = """
due AS MATERIALIZED ({due} ORDER BY due_at, id LIMIT {size} FOR UPDATE SKIP LOCKED),
batch AS (
    SELECT id FROM (
        SELECT id, row_number() OVER oldest AS place, max(attempts) OVER oldest AS tries
        FROM due WINDOW oldest AS (ORDER BY due_at, id)) AS queue
    WHERE place = 1 OR tries = 0)
"""


class Claim(Protocol):
    """What a worker holds until its lease ends."""

    @property
    def id(self) -> Any: ...

    @property
    def fencing_token(self) -> int: ...

    @property
    def was_due_at(self) -> datetime: ...


C = TypeVar("C", bound=Claim)


def batch(due: str) -> str:
    """Two common table expressions for a claim: `batch` are the ids to take, `due` is what was seen.

    Takes a SELECT of id, attempts and due_at; the claim returns `(SELECT count(*) FROM due)` last, and for each row since
    when it was due. What is due is told by `statement_timestamp()`: the clock is volatile, and no index is searched by it.
    """
    return _BATCH.format(due=due, size=SIZE)


def is_more_due(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether something may be left that is due, by the rows that a claim returned."""
    seen = rows[0][-1] if rows else 0
    return seen == SIZE or seen > len(rows)


def in_turn(claims: Sequence[C], act: Callable[[C], object], *, give_back: Callable[[Sequence[C]], object]) -> None:
    """Act on each claim; what is not reached in a second, or a quarter of the lease, is given back.

    All leases run since the claim. Only behind one that takes as long as a lease do others lose an attempt, once, because
    after that they come alone. Whatever one raises is logged: it must not keep the others waiting until their leases end.
    """
    deadline = time.monotonic() + min(leases.length().total_seconds() / 4, _LONGEST_SECONDS)
    for place, claim in enumerate(claims):
        if place and time.monotonic() > deadline:
            give_back(claims[place:])
            return
        try:
            act(claim)
        except Exception:
            log.exception("claim_abandoned", claim=str(claim.id))
