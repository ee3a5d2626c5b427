"""Batches: several claims in one statement, done in turn while their leases are young."""

import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import structlog

from gotuto import leases

SIZE = 8

log = structlog.get_logger(__name__)

# In the order of time those that nobody has tried yet, up to the first that somebody has; that one comes alone. What
# kills its worker takes others along once in their lives, and none of those that were ahead of the others waits longer.
_HELD = """
due AS MATERIALIZED ({due} ORDER BY due_at, id LIMIT {size} FOR UPDATE SKIP LOCKED),
held AS (
    SELECT id FROM (
        SELECT id, row_number() OVER oldest AS place, max(attempts) OVER oldest AS tries
        FROM due WINDOW oldest AS (ORDER BY due_at, id)) AS queue
    WHERE place = 1 OR tries = 0)
"""


class Claim(Protocol):
    """What a worker holds until its lease ends."""

    @property
    def id(self) -> object: ...


C = TypeVar("C", bound=Claim)


def held(due: str) -> str:
    """Two common table expressions for a claim: `held` are the ids to take, `due` is what was seen.

    Takes a SELECT of id, attempts and due_at; the claim returns `(SELECT count(*) FROM due)` last. What is due is told by
    `statement_timestamp()`: the clock is volatile, and no index is searched by it.
    """
    return _HELD.format(due=due, size=SIZE)


def is_more_due(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether something may be left that is due, by the rows that a claim returned."""
    seen = rows[0][-1] if rows else 0
    return seen == SIZE or seen > len(rows)


def in_turn(claims: Sequence[C], act: Callable[[C], object], *, give_back: Callable[[Sequence[C]], object]) -> None:
    """Act on each claim; what is not reached in a quarter of the lease is given back, as all leases run since the claim.

    Whatever one raises is logged: it must not keep the others waiting until their leases end.
    """
    deadline = time.monotonic() + leases.length().total_seconds() / 4
    for place, claim in enumerate(claims):
        if place and time.monotonic() > deadline:
            give_back(claims[place:])
            return
        try:
            act(claim)
        except Exception:
            log.exception("claim_abandoned", claim=str(claim.id))
