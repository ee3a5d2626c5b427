"""Making the calls: claim a row, call outside of any transaction, write the outcome behind the fence.

A call that may have happened is never made again by itself: without an answer it is `unknown`, and the destination is asked
what became of it, or a person decides.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import connection

from gotuto import leases, trace, tracing, wakeups
from gotuto.db import fetch_one, hydrate
from gotuto.outbound.destinations import Destination, destinations
from gotuto.outbound.models import OutboundCall
from gotuto.outbound.outcomes import Done, Outcome, Unknown
from gotuto.outbound.settling import settle
from gotuto.outbound.statements import statements_of

log = structlog.get_logger(__name__)

LOST = "Whoever made this call did not come back to say what came of it."


def send_one(model: type[OutboundCall]) -> int:
    """Make the call of this table that has waited longest; how many there were, none or one."""
    return _do_one(model, destinations.of(model), statements_of(model).claim, model.queue(), _send)


def send_now(model: type[OutboundCall], call_id: UUID) -> int:
    """Make this very call, due or not, for somebody who waits for it; none when it is made already, or its destination is down.

    Whoever queues it for that lets it be due a little later, so that no worker is faster; whoever dies on the way leaves it to them.
    """
    statement = statements_of(model).claim_this
    return _do_one(model, destinations.of(model), statement, model.queue(), _send, call=call_id)


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
    **which: UUID,
) -> int:
    row = fetch_one(claim, {
        "destinations": [destination.name for destination in known],
        "leases": [destination.lease for destination in known],
        "first_waits": [destination.wait_before_question(0) for destination in known],
        "lost": LOST,
        **which,
    })  # fmt: skip
    if row is None:
        return 0
    *values, another_waits = row
    if another_waits:
        wakeups.notify(queue)
    call = hydrate(model, values)
    with trace.bound(call.correlation_id or trace.new_correlation_id(), traceparent=call.traceparent):
        act(call, destinations.get(call.destination))
    return 1


def _send(call: OutboundCall, destination: Destination) -> None:
    with tracing.span(f"send to {destination.name}", "client", _facts(call)) as span:
        outcome = _outcome_of(destination.send, call, destination)
        _tell(span, outcome)
    settle(call, destination, outcome, wait=leases.backoff(call.attempts), question=0)


def _ask(call: OutboundCall, destination: Destination) -> None:
    with tracing.span(f"ask {destination.name}", "client", _facts(call)) as span:
        outcome = _outcome_of(destination.ask, call, destination)
        _tell(span, outcome)
    # What did not happen may be sent at once.
    settle(call, destination, outcome, wait=timedelta(0), question=call.asked)


def _facts(call: OutboundCall) -> dict[str, Any]:
    return {"gotuto.call.id": call.pk, "gotuto.call.table": call._meta.db_table, "gotuto.attempt": call.attempts}


def _tell(span: Any, outcome: Outcome) -> None:
    if span is not None:
        span.set_attribute("gotuto.call.outcome", type(outcome).__name__)


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
