"""Writing the outcome of a call: behind the fence, with what follows from it, and with what it says about the destination."""

from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.utils import timezone

from gotuto import leases, wakeups
from gotuto.db import fetch_all, unit
from gotuto.leases import Fenced
from gotuto.outbound.destinations import Destination
from gotuto.outbound.models import OutboundCall, Status
from gotuto.outbound.outcomes import Done, Outcome, Refused, RetryLater, Unknown
from gotuto.outbound.statements import statements_of

log = structlog.get_logger(__name__)


def settle(call: OutboundCall, destination: Destination, outcome: Outcome, *, wait: timedelta, question: int) -> None:
    """Write what came of a call; it waits so long for its next try, or as the destination says for the question of this number.

    Whoever has lost the call to somebody else changes nothing.
    """
    status = _status_after(call, outcome)
    if status is Status.UNKNOWN:
        wait = destination.wait_before_question(question)
    if not isinstance(outcome, Done):
        log.warning("outbound_call_not_done", destination=destination.name, call=str(call.pk), status=status.value,
                    attempt=call.attempts, code=outcome.code)  # fmt: skip
    try:
        if status is Status.QUEUED or type(call).on_outcome is OutboundCall.on_outcome:
            _write(call, destination, outcome, status, wait)
        else:
            _write_with_what_follows(call, destination, outcome, status, wait)
    except Fenced as fenced:
        log.warning("fenced", what=str(fenced))


def _status_after(call: OutboundCall, outcome: Outcome) -> Status:
    match outcome:
        case Done():
            return Status.DONE
        case Refused():
            return Status.REFUSED
        case RetryLater():
            return Status.QUEUED if call.attempts < settings.GOTUTO_MAX_ATTEMPTS else Status.REFUSED
        case Unknown():
            return Status.UNKNOWN


def _write_with_what_follows(
    call: OutboundCall, destination: Destination, outcome: Outcome, status: Status, wait: timedelta
) -> None:
    with unit():
        _write(call, destination, outcome, status, wait)
        call.refresh_from_db()
        call.on_outcome(now=timezone.now())


def _write(call: OutboundCall, destination: Destination, outcome: Outcome, status: Status, wait: timedelta) -> None:
    """One statement for the call and the circuit breaker. Raises Fenced."""
    statements = statements_of(type(call))
    rows = fetch_all(
        statements.failed if _blames_destination(outcome) else statements.answered,
        {
            "id": call.pk,
            "fencing_token": call.fencing_token,
            "status": status.value,
            "wait": wait,
            "destination": destination.name,
            "trips_after": destination.trips_after,
            "stays_open": destination.stays_open,
            **_facts(call, outcome),
        },
    )
    leases.check_fence(len(rows), f"{call._meta.label_lower} {call.pk}")
    [(breaker_was_open,)] = rows
    if breaker_was_open or (status is Status.QUEUED and not wait):
        wakeups.notify_on_commit(call.queue())


def _blames_destination(outcome: Outcome) -> bool:
    return isinstance(outcome, Unknown) or (isinstance(outcome, RetryLater) and outcome.is_down)


def _facts(call: OutboundCall, outcome: Outcome) -> dict[str, Any]:
    """What is kept of an answer."""
    if isinstance(outcome, Done):
        answer = {name: outcome.answer.get(name) for name in call.answer_fields}
        return {"code": "", "error": "", "reference": outcome.reference or None, **answer}
    nothing = dict.fromkeys(call.answer_fields)
    return {"code": outcome.code, "error": leases.storable(outcome.detail), "reference": None, **nothing}
