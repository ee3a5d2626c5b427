"""A second saga of an order, for the tests: it asks a carrier for a label, waits until that is printed, and hands over.

The call to the carrier is made outside any transaction, between `sending` and what is noted of its outcome. Whoever finds
a call that was left at `sending` asks the carrier, who keeps a book by idempotency key, and takes nothing for granted.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from contexts.order.orders import event_store
from contexts.order.orders.domain.order import Order
from contexts.order.orders.domain.stream import OrderEvent
from gotuto import wakeups
from gotuto.db import execute, fetch_all, fetch_one, unit
from gotuto.errors import Conflict
from gotuto.ids import OrderId, ShipmentId, new_id
from gotuto.sagas import Deadline, Overdue, Refusal, Saga, Step, Wait
from tests.reliability import trouble

TABLE = """
CREATE TABLE reliability_label (
    order_id uuid PRIMARY KEY, status text NOT NULL, due_at timestamptz NOT NULL, outcome text NOT NULL DEFAULT '')
"""
_QUEUE = "labels"
_REQUEST = "INSERT INTO reliability_label VALUES (%s, 'queued', clock_timestamp())"
_STATUS = "SELECT status FROM reliability_label WHERE order_id = %s FOR UPDATE"
_WITHDRAW = "UPDATE reliability_label SET outcome = status, status = 'withdrawn' WHERE order_id = %s"
# What was left at `sending` longer than a call may take is nobody's call any more: its outcome is unknown.
_TAKE = """
UPDATE reliability_label AS label SET status = CASE taken.status WHEN 'queued' THEN 'sending' ELSE 'unknown' END,
    due_at = clock_timestamp() + interval '10 seconds'
FROM (SELECT order_id, status FROM reliability_label
      WHERE status IN ('queued', 'sending', 'unknown') AND due_at <= clock_timestamp() LIMIT 1 FOR UPDATE SKIP LOCKED) AS taken
WHERE label.order_id = taken.order_id RETURNING label.order_id, label.status
"""
_NOTE = """
UPDATE reliability_label SET status = %s, due_at = clock_timestamp()
WHERE order_id = %s AND status IN ('sending', 'unknown')
"""


class NoLabel(Conflict):
    code = "test.no_label"


def request_label(order: Order, *, now: datetime) -> list[OrderEvent]:
    execute(_REQUEST, [order.id])
    wakeups.notify_on_commit(_QUEUE)
    return order.request_shipment(ShipmentId(new_id()), now=now)


def label_status(order: Order) -> str | None:
    row = fetch_one(_STATUS, [order.id])
    return None if row is None else str(row[0])


def withdraw_label(order: Order, *, reason: str, now: datetime) -> list[OrderEvent]:
    execute(_WITHDRAW, [order.id])
    return order.request_shipment(ShipmentId(new_id()), now=now)


def label_printed(order: Order, *, now: datetime) -> list[OrderEvent] | Wait:
    match label_status(order):
        case "done":
            return []
        case "refused":
            raise NoLabel("The carrier prints no label.")
    return Wait("the carrier's label", look_again=timedelta(seconds=5))


def hand_over(order: Order, *, now: datetime) -> list[OrderEvent]:
    return order.request_shipment(ShipmentId(new_id()), now=now)


def label_given_up(order: Order, *, refusal: Refusal, now: datetime) -> list[OrderEvent]:
    return []


labelling = Saga(
    "test.labelling",
    version=1,
    subject=event_store,
    steps=(
        Step(request_label, undo=withdraw_label, calls_out=True, call_status=label_status),
        Step(label_printed, deadline=Deadline(timedelta(days=1), Overdue.COMPENSATE)),
        Step(hand_over),
    ),
    refused=label_given_up,
)


def install() -> None:
    """The table of the calls, and somebody who makes them."""
    execute(TABLE)
    wakeups.register(_QUEUE, make_a_call)


def make_a_call() -> int:
    """Make one call that is due, or find out what became of it; how many there were."""
    row = fetch_one(_TAKE)
    if row is None:
        return 0
    order_id, status = row
    _note(order_id, _asked(order_id) if status == "unknown" else _called(order_id))
    return 1


def printed(order_id: OrderId) -> int:
    """How many labels the carrier has printed for an order."""
    book = _book()
    return book.read_text().splitlines().count(str(order_id)) if book.exists() else 0


def wrong_labels(order_id: OrderId) -> list[str]:
    """What the carrier and the shop do not agree about."""
    rows = fetch_all("SELECT status, outcome FROM reliability_label WHERE order_id = %s", [order_id])
    allowed = {("done", ""): (1,), ("refused", ""): (0,), ("withdrawn", "done"): (1,), ("withdrawn", "refused"): (0,),
               ("withdrawn", "queued"): (0,)}  # fmt: skip
    number = printed(order_id)
    return [
        f"a label is {' '.join(row)}, and {number} were printed" for row in rows if number not in allowed.get(row, ())
    ]


def _called(order_id: UUID) -> str:
    trouble.meet("label is sent", order_id)
    try:
        trouble.meet("label")
    except trouble.Unwilling:
        return "refused"
    trouble.witness("label printed", lambda: _print(order_id))
    return "done"


def _asked(order_id: UUID) -> str:
    # That the carrier has not heard of it yet does not mean that it never will: who sent it may only be slow. So the same
    # call is made again, by the same key; a call that was sent once is never `queued` again, where it could be withdrawn.
    return "done" if printed(OrderId(order_id)) else _called(order_id)


def _note(order_id: UUID, status: str) -> None:
    with unit():
        execute(_NOTE, [status, order_id])
        labelling.wake(order_id)


def _print(order_id: UUID) -> None:
    # By the idempotency key the carrier knows what was asked for before, and prints it once.
    if not printed(OrderId(order_id)):
        with _book().open("a") as book:
            book.write(f"{order_id}\n")
            book.flush()
            os.fsync(book.fileno())


def _book() -> Path:
    return Path(f"{settings.POST_OFFICE_BOOK}.labels")
