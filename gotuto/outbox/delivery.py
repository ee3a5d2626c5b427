"""Handing events over: claim one, then let the handler's effect and the word "done" share a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import structlog
from django.conf import settings
from django.utils import timezone

from gotuto import batches, leases, trace, work
from gotuto.db import execute, fetch_all, unit
from gotuto.errors import BusinessError
from gotuto.events import Data, Envelope, catalogue
from gotuto.leases import Fenced
from gotuto.outbox.handlers import handlers
from gotuto.outbox.publication import SOURCE

log = structlog.get_logger(__name__)

# Only names that this release knows, and of one handler and aggregate only the oldest. It is looked up for each row: as
# NOT EXISTS it is a join, which is planned for no backlog and reads all of it when there is one.
_DUE = """
SELECT due.id, due.attempts, due.due_at FROM gotuto_outbox_delivery AS due
WHERE due.state = 'pending' AND due.due_at <= statement_timestamp() AND due.handler = ANY(%(handlers)s)
  AND due.id = (
      SELECT min(oldest.id) FROM gotuto_outbox_delivery AS oldest
      WHERE oldest.state = 'pending' AND oldest.handler = due.handler AND oldest.aggregate_id = due.aggregate_id)
"""

# Autocommitted: the attempt is on record even if the handler kills its worker.
_CLAIM = f"""
WITH {batches.held(_DUE)}
UPDATE gotuto_outbox_delivery AS delivery
SET token = delivery.token + 1, attempts = delivery.attempts + 1, due_at = clock_timestamp() + %(lease)s
FROM gotuto_outbox_event AS event
WHERE event.sequence = delivery.event_id AND delivery.id = ANY(ARRAY(SELECT id FROM held))
RETURNING delivery.id, delivery.handler, delivery.token, delivery.attempts, event.event_id, event.sequence, event.name,
          event.schema, event.data::text, event.correlation_id, event.causation_id, event.actor,
          (SELECT due_at FROM due WHERE due.id = delivery.id), (SELECT count(*) FROM due)
"""  # noqa: S608  constants

_GIVE_BACK = """
UPDATE gotuto_outbox_delivery AS delivery SET attempts = attempts - 1, due_at = back.due_at
FROM unnest(%(ids)s::bigint[], %(tokens)s::int[], %(due_at)s::timestamptz[]) AS back (id, token, due_at)
WHERE delivery.id = back.id AND delivery.token = back.token AND delivery.state = 'pending'
"""

# Tells whether another one has been waiting for this one. One that is committed at this very moment is not seen; then
# the sweep finds it.
_DONE = """
UPDATE gotuto_outbox_delivery AS delivery SET state = 'done', finished_at = clock_timestamp(), last_error = ''
WHERE id = %(id)s AND token = %(token)s AND state = 'pending'
RETURNING EXISTS (
    SELECT FROM gotuto_outbox_delivery AS next
    WHERE next.state = 'pending' AND next.handler = delivery.handler AND next.aggregate_id = delivery.aggregate_id
      AND next.id > delivery.id)
"""

_COUNT_FENCED = "UPDATE gotuto_outbox_delivery SET fenced = fenced + 1 WHERE id = %s"

_RETRY = """
UPDATE gotuto_outbox_delivery SET due_at = clock_timestamp() + %(pause)s, last_error = %(error)s
WHERE id = %(id)s AND token = %(token)s AND state = 'pending'
"""

_BURY = """
UPDATE gotuto_outbox_delivery SET state = 'dead', finished_at = clock_timestamp(), last_error = %(error)s
WHERE id = %(id)s AND token = %(token)s AND state = 'pending'
"""


@dataclass(frozen=True)
class Claim:
    """A delivery that this worker holds until its lease ends."""

    id: int
    handler: str
    token: int
    attempts: int
    event_id: UUID
    sequence: int
    name: str
    schema: int
    data: Data
    correlation_id: str
    causation_id: UUID | None
    actor: UUID | None
    was_due_at: datetime

    @property
    def envelope(self) -> Envelope:
        return Envelope(
            event_id=self.event_id,
            sequence=self.sequence,
            correlation_id=self.correlation_id,
            causation_id=self.causation_id,
            actor=self.actor,
        )


# As the claim returns them.
_COLUMNS = [field.name for field in fields(Claim)]


def deliver_due() -> int:
    """Hand some of the due events to their handlers; how many deliveries there were."""
    claims = _claim_some()
    batches.in_turn(claims, _follow, give_back=_give_back)
    return len(claims)


def _claim_some() -> list[Claim]:
    """Those that have been due for longest."""
    rows = fetch_all(_CLAIM, {"lease": leases.length(), "handlers": handlers.names()})
    if batches.is_more_due(rows):
        work.ring(SOURCE)
    return sorted((_claim(dict(zip(_COLUMNS, row[:-1], strict=True))) for row in rows), key=lambda claim: claim.id)


def _claim(values: dict[str, Any]) -> Claim:
    return Claim(**{**values, "data": msgspec.json.decode(values["data"])})


def _give_back(claims: Sequence[Claim]) -> None:
    execute(_GIVE_BACK, batches.given_back(claims))
    work.ring(SOURCE)


def _follow(claim: Claim) -> None:
    with trace.following(claim.correlation_id, causation=claim.event_id, actor=claim.actor):
        _deliver(claim, now=timezone.now())


def _deliver(claim: Claim, *, now: datetime) -> None:
    if claim.attempts > settings.GOTUTO_MAX_ATTEMPTS:
        # Nobody came back to say why: the handler took its worker with it each time.
        _bury(claim, error="The worker died while it handled this event.")
        return
    try:
        with unit():
            event = catalogue.decode(claim.name, claim.schema, claim.data)
            handlers.get(claim.handler).handle(event, now=now, envelope=claim.envelope)
            _finish(claim)
    except BusinessError as refusal:
        # A refusal is an answer, and the same question gets it again.
        _bury(claim, error=f"{refusal.code}: {refusal.detail}")
    except Fenced as fenced:
        log.warning("fenced", what=str(fenced))
        execute(_COUNT_FENCED, [claim.id])
    except Exception as error:
        log.warning("event_handler_failed", handler=claim.handler, event_name=claim.name, sequence=claim.sequence,
                    attempt=claim.attempts, exc_info=True)  # fmt: skip
        _retry(claim, error=leases.in_words(error))


def _finish(claim: Claim) -> None:
    finished = fetch_all(_DONE, {"id": claim.id, "token": claim.token})
    leases.fence(len(finished), f"delivery {claim.id}")
    [(another_waits,)] = finished
    if another_waits:
        work.ring_on_commit(SOURCE)


def _retry(claim: Claim, *, error: str) -> None:
    if claim.attempts >= settings.GOTUTO_MAX_ATTEMPTS:
        _bury(claim, error=error)
        return
    execute(_RETRY, {"id": claim.id, "token": claim.token, "pause": leases.pause(claim.attempts), "error": error})


def _bury(claim: Claim, *, error: str) -> None:
    log.error("delivery_dead", handler=claim.handler, event_name=claim.name, sequence=claim.sequence, error=error)
    execute(_BURY, {"id": claim.id, "token": claim.token, "error": error})
    work.ring(SOURCE)
