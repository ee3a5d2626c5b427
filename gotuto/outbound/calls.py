"""Making the calls: claim a row, call outside of any transaction, write the outcome behind the fence.

A call that may have happened is never made again by itself: without an answer it is `unknown`, and the destination is asked
what became of it, or a person decides.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import connection
from django.utils import timezone

from gotuto import leases, wakeups
from gotuto.db import fetch_all, fetch_one, hydrate, unit
from gotuto.leases import Fenced
from gotuto.outbound.destinations import Destination, destinations
from gotuto.outbound.models import OutboundCall, Status
from gotuto.outbound.outcomes import Done, Outcome, Refused, RetryLater, Unknown
from gotuto.outbound.statements import statements_of

log = structlog.get_logger(__name__)

LOST = "Whoever made this call did not come back to say what came of it."


def send_one(model: type[OutboundCall]) -> int:
    """Make the call of this table that has waited longest; how many there were, none or one."""
    return _do_one(model, destinations.of(model), statements_of(model).claim, model.queue(), _send)


def ask_one(model: type[OutboundCall]) -> int:
    """Ask what became of the unknown call whose turn it is; how many there were, none or one."""
    asked = [destination for destination in destinations.of(model) if destination.ask is not None]
    return _do_one(model, asked, statements_of(model).ask, model.questions(), _ask) if asked else 0


def _do_one(
    model: type[OutboundCall],
    known: list[Destination],
    claim: str,
    queue: str,
    act: Callable[[OutboundCall, Destination], None],
) -> int:
    row = fetch_one(claim, {
        "destinations": [destination.name for destination in known],
        "leases": [destination.lease for destination in known],
        "first_waits": [destination.wait_before_question(0) for destination in known],
        "lost": LOST,
    })  # fmt: skip
    if row is None:
        return 0
    *values, another_waits = row
    if another_waits:
        wakeups.notify(queue)
    call = hydrate(model, values)
    act(call, destinations.get(call.destination))
    return 1


def _send(call: OutboundCall, destination: Destination) -> None:
    outcome = _outcome_of(destination.send, call, destination)
    _settle(call, destination, outcome, wait=leases.backoff(call.attempts), question=0)


def _ask(call: OutboundCall, destination: Destination) -> None:
    outcome = _outcome_of(destination.ask, call, destination)
    # What did not happen may be sent at once.
    _settle(call, destination, outcome, wait=timedelta(0), question=call.asked)


def _outcome_of(act: Any, call: OutboundCall, destination: Destination) -> Outcome:
    _refuse_transaction()
    try:
        outcome: Outcome = act(call, timeouts=destination.timeouts)
        _check_answer(call, outcome)
    except Exception as error:
        log.exception("outbound_call_broke", destination=destination.name, call=str(call.pk))
        return Unknown("outbound.broke", leases.error_text(error))
    return outcome


def _refuse_transaction() -> None:
    # Of a test's own transaction Django's durable blocks know as well, by the same mark.
    if connection.in_atomic_block and not getattr(connection.atomic_blocks[-1], "_from_testcase", False):
        raise RuntimeError(
            "An outbound call is made outside of any transaction: it may take long, and cannot be rolled back."
        )


def _check_answer(call: OutboundCall, outcome: Outcome) -> None:
    undeclared = set(outcome.answer) - set(call.answer_fields) if isinstance(outcome, Done) else set()
    if undeclared:
        raise TypeError(f"{type(call).__name__} declares no answer_fields {', '.join(sorted(undeclared))}.")


def _settle(call: OutboundCall, destination: Destination, outcome: Outcome, *, wait: timedelta, question: int) -> None:
    status = _status_after(call, outcome)
    if status is Status.UNKNOWN:
        wait = destination.wait_before_question(question)
    if not isinstance(outcome, Done):
        log.warning("outbound_call_not_done", destination=destination.name, call=str(call.pk), status=status.value,
                    attempt=call.attempts, code=outcome.code, error=outcome.detail)  # fmt: skip
    try:
        if status is Status.QUEUED or type(call).on_outcome is OutboundCall.on_outcome:
            _write(call, destination, outcome, status, wait)
        else:
            with unit():
                _write(call, destination, outcome, status, wait)
                call.refresh_from_db()
                call.on_outcome(now=timezone.now())
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


def _write(call: OutboundCall, destination: Destination, outcome: Outcome, status: Status, wait: timedelta) -> None:
    """Write the outcome and what it says about the destination, in one statement. Raises Fenced."""
    has_failed = isinstance(outcome, Unknown) or (isinstance(outcome, RetryLater) and outcome.is_down)
    statements, facts = statements_of(type(call)), _facts(call, outcome)
    rows = fetch_all(
        statements.failed if has_failed else statements.answered,
        {
            "id": call.pk,
            "fencing_token": call.fencing_token,
            "destination": destination.name,
            "trips_after": destination.trips_after,
            "stays_open": destination.stays_open,
            "status": status.value,
            "wait": wait,
            **facts,
        },
    )
    leases.check_fence(len(rows), f"{call._meta.label_lower} {call.pk}")
    [(reopened,)] = rows
    if reopened:
        wakeups.notify_on_commit(call.queue())
    if status is Status.QUEUED and not wait:
        wakeups.notify_on_commit(call.queue())


def _facts(call: OutboundCall, outcome: Outcome) -> dict[str, Any]:
    """What is kept of an answer."""
    if isinstance(outcome, Done):
        answer = {name: outcome.answer.get(name) for name in call.answer_fields}
        return {"code": "", "error": "", "reference": outcome.reference or None, **answer}
    nothing = dict.fromkeys(call.answer_fields)
    return {"code": outcome.code, "error": leases.storable(outcome.detail), "reference": None, **nothing}
