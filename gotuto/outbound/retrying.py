"""A call that a person has looked at is made again, and a circuit breaker that a person has looked at is closed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from gotuto import wakeups
from gotuto.db import execute, fetch_rows, unit_of_work
from gotuto.outbound.destinations import Destination, destinations
from gotuto.outbound.errors import CallDone, CallNotFound, CallUnderway, DestinationNotFound
from gotuto.outbound.models import OutboundCall, Status, wearers

# The raised fencing token sends away a worker that still has it in its hands.
_QUEUE_AGAIN = """
UPDATE {table} SET status = 'queued', fencing_token = fencing_token + 1, attempts = 0, asked = 0, last_error = '',
    outcome_code = '', due_at = %(now)s
WHERE {which}
"""


@unit_of_work
def retry(*, call_id: UUID, now: datetime) -> None:
    """Make a call again that was refused, or of which nobody knows. Raises CallNotFound, CallUnderway, CallDone."""
    call = find(call_id)
    if call.status == Status.DONE:
        raise CallDone(call_id=call_id)
    queue_again(call, now=now)


def queue_again(call: OutboundCall, *, now: datetime) -> None:
    """Have a locked call made again with all its attempts, whatever came of it. Raises CallUnderway."""
    if call.status in (Status.QUEUED, Status.SENDING):
        raise CallUnderway(call_id=call.id)
    execute(_QUEUE_AGAIN.format(table=call._meta.db_table, which="id = %(id)s"), {"id": call.id, "now": now})
    call.send_on_commit(call.destination)


def queue_refused_again(model: type[OutboundCall], *, ids: Sequence[UUID], due_at: datetime) -> int:
    """Have those of these calls made again, from a time on, that are refused now; how many."""
    statement = _QUEUE_AGAIN.format(
        table=model._meta.db_table, which="id = ANY(%(ids)s::uuid[]) AND status = 'refused'"
    )
    hit = execute(statement, {"ids": list(ids), "now": due_at})
    wakeups.notify_on_commit(model.queue())
    return hit


@unit_of_work
def retry_refused(*, destination: str, now: datetime) -> int:
    """Make all calls again that a destination has refused, or that were given up; how many. Raises DestinationNotFound.

    Those of which nobody knows are left alone: they may have happened.
    """
    known = _known(destination)
    statement = _QUEUE_AGAIN.format(
        table=known.model._meta.db_table, which="status = 'refused' AND destination = %(destination)s"
    )
    hit = execute(statement, {"destination": destination, "now": now})
    wakeups.notify_on_commit(known.model.queue())
    return hit


def _known(name: str) -> Destination:
    if name not in destinations.names():
        raise DestinationNotFound(name=name, known=destinations.names())
    return destinations.get(name)


def find(call_id: UUID) -> OutboundCall:
    """The call, locked until the transaction ends, whichever table it stands in. Raises CallNotFound."""
    for model in wearers():
        for call in fetch_rows(model, locked=True, id=call_id):
            return call
    raise CallNotFound(call_id=call_id)


@unit_of_work
def reset_breaker(*, destination: str) -> bool:
    """Close the circuit breaker of a destination; False when it was closed. Raises DestinationNotFound."""
    known = set(destinations.names())
    was_open = execute("DELETE FROM gotuto_outbound_breaker WHERE destination = %s", [destination]) > 0
    if destination not in known and not was_open:
        raise DestinationNotFound(name=destination, known=destinations.names())
    if destination in known:
        wakeups.notify_on_commit(destinations.get(destination).model.queue())
    return was_open
