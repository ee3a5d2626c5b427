"""Handing events over: claim one, then let the handler's effect and the word "done" share a transaction."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import structlog
from django.conf import settings
from django.utils import timezone

from gotuto import batches, leases, trace, tracing, wakeups
from gotuto.claims import Claims, held_by
from gotuto.db import execute, fetch_all, unit
from gotuto.errors import BusinessError
from gotuto.events import Data, Envelope, catalogue
from gotuto.leases import Fenced
from gotuto.outbox.handlers import handlers
from gotuto.outbox.publication import QUEUE

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

deliveries = Claims(table="gotuto_outbox_delivery", key="bigint", unfinished="claimed.state = 'pending'", queue=QUEUE)

_CLAIM = deliveries.claim(
    _DUE,
    using="FROM gotuto_outbox_event AS event",
    where="event.sequence = claimed.event_id",
    returning="""claimed.id, claimed.handler, claimed.fencing_token, claimed.attempts, event.event_id, event.sequence,
          event.name, event.schema, event.data::text, event.correlation_id, event.causation_id, event.actor,
          event.traceparent""",
)

# Tells whether another one has been waiting for this one. One that is committed at this very moment is not seen; then
# polling finds it.
_DONE = (
    deliveries.update("state = 'done', finished_at = clock_timestamp(), last_error = ''")
    + """RETURNING EXISTS (
    SELECT FROM gotuto_outbox_delivery AS next
    WHERE next.state = 'pending' AND next.handler = claimed.handler AND next.aggregate_id = claimed.aggregate_id
      AND next.id > claimed.id)
"""
)

_DEAD_LETTER = deliveries.update("state = 'dead', finished_at = clock_timestamp(), last_error = %(error)s")


@dataclass(frozen=True)
class Claim:
    """A delivery that this worker holds until its lease ends."""

    id: int
    handler: str
    fencing_token: int
    attempts: int
    event_id: UUID
    sequence: int
    name: str
    schema: int
    data: Data
    correlation_id: str
    causation_id: UUID | None
    actor: UUID | None
    traceparent: str
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
    batches.in_turn(claims, _follow, give_back=deliveries.give_back)
    return len(claims)


def _claim_some() -> list[Claim]:
    """Those that have been due for longest."""
    rows = deliveries.take(_CLAIM, handlers=handlers.names())
    return sorted((_claim(dict(zip(_COLUMNS, row, strict=True))) for row in rows), key=lambda claim: claim.id)


def _claim(values: dict[str, Any]) -> Claim:
    return Claim(**{**values, "data": msgspec.json.decode(values["data"])})


def _follow(claim: Claim) -> None:
    with (
        trace.bound(claim.correlation_id, causation=claim.event_id, actor=claim.actor, traceparent=claim.traceparent),
        tracing.span(f"handle {claim.name} by {claim.handler}", "consumer", _facts(claim)),
    ):
        _deliver(claim, now=timezone.now())


def _facts(claim: Claim) -> dict[str, Any]:
    return {
        "messaging.system": "gotuto_outbox",
        "messaging.operation.name": "process",
        "messaging.destination.name": claim.handler,
        "messaging.message.id": claim.event_id,
        "gotuto.attempt": claim.attempts,
    }


def _deliver(claim: Claim, *, now: datetime) -> None:
    if claim.attempts > settings.GOTUTO_MAX_ATTEMPTS:
        # Nobody came back to say why: the handler took its worker with it each time.
        _dead_letter(claim, error="The worker died while it handled this event.")
        return
    try:
        with unit():
            event = catalogue.decode(claim.name, claim.schema, claim.data)
            handlers.get(claim.handler).handle(event, now=now, envelope=claim.envelope)
            _finish(claim)
    except BusinessError as refusal:
        # A refusal is an answer, and the same question gets it again.
        _dead_letter(claim, error=leases.error_text(refusal))
    except Fenced as fenced:
        log.warning("fenced", what=str(fenced))
        deliveries.count_fenced(claim)
    except Exception as error:
        log.warning("event_handler_failed", handler=claim.handler, event_name=claim.name, sequence=claim.sequence,
                    attempt=claim.attempts, exc_info=True)  # fmt: skip
        _retry(claim, error=leases.error_text(error))


def _finish(claim: Claim) -> None:
    finished = fetch_all(_DONE, held_by(claim))
    leases.check_fence(len(finished), f"delivery {claim.id}")
    [(another_waits,)] = finished
    if another_waits:
        wakeups.notify_on_commit(QUEUE)


def _retry(claim: Claim, *, error: str) -> None:
    if claim.attempts >= settings.GOTUTO_MAX_ATTEMPTS:
        _dead_letter(claim, error=error)
    else:
        deliveries.retry(claim, attempts=claim.attempts, error=error)


def _dead_letter(claim: Claim, *, error: str) -> None:
    log.error("delivery_dead", handler=claim.handler, event_name=claim.name, sequence=claim.sequence, error=error)
    execute(_DEAD_LETTER, {**held_by(claim), "error": error})
    wakeups.notify(QUEUE)
