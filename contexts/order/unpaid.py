"""Orders that nobody pays end by themselves: the goods are free again, the claim is credited, and the buyer is told.

Whether money has come in is decided where money is booked: an invoice is paid or credited, whoever comes first. So a payment
that races the end of its order wins or is refused, and news of it that is still on its way is not overtaken.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

import structlog
from django.conf import settings

from contexts.order import lifecycle
from contexts.order.orders.domain.unpaid import time_to_pay
from contexts.order.orders.dto import OrderStatus, UnpaidOrder
from gotuto.db import fetch_as
from gotuto.errors import BusinessError

log = structlog.get_logger(__name__)

_EVER = datetime(1, 1, 1, tzinfo=UTC)

UNPAID_ORDERS = """
SELECT id, number, placed_at, total AS total_amount, currency AS total_currency FROM order_order
WHERE status = %(status)s AND is_cancellable AND placed_at <= %(placed_before)s
  AND (served_at IS NULL OR served_at <= %(placed_before)s)
  AND (placed_at, id) > (%(after)s, %(after_id)s)
ORDER BY placed_at, id LIMIT %(most)s
"""


def overdue_orders(*, now: datetime, batch: int = 100) -> Iterator[UnpaidOrder]:
    """The orders whose time to pay is over, the oldest first, read a batch at a time in flat memory."""
    for found in _batches(now=now, batch=batch):
        yield from found


def end_unpaid_orders(*, now: datetime, most: int | None = None, batch: int = 100) -> int:
    """End the orders whose time to pay is over, at most so many; how many have ended.

    One short transaction a batch, so that no payment waits for long. Raises ExceptionGroup when something broke; it stops
    no other order.
    """
    ended, failures = 0, list[Exception]()
    for found in _batches(now=now, batch=batch):
        wanted = found if most is None else found[: most - ended]
        ended += _end(wanted, failures, now=now)
        if ended == most:
            break
    if failures:
        raise ExceptionGroup("Not every unpaid order could be looked after.", failures)
    return ended


def _batches(*, now: datetime, batch: int) -> Iterator[tuple[UnpaidOrder, ...]]:
    time = time_to_pay(unpaid_days=settings.GOTUTO_UNPAID_DAYS)
    if time is None:
        return
    beyond: UnpaidOrder | None = None
    while found := _next(now - time, beyond, batch):
        yield found
        beyond = found[-1]


def _next(placed_before: datetime, beyond: UnpaidOrder | None, most: int) -> tuple[UnpaidOrder, ...]:
    parameters = {
        "status": OrderStatus.CONFIRMED.value,
        "placed_before": placed_before,
        "after": beyond.placed_at if beyond else _EVER,
        "after_id": beyond.id if beyond else UUID(int=0),
        "most": most,
    }
    return tuple(fetch_as(UnpaidOrder, UNPAID_ORDERS, parameters))


def _end(found: Sequence[UnpaidOrder], failures: list[Exception], *, now: datetime) -> int:
    try:
        ended = lifecycle.end_unpaid_batch(order_ids=[order.id for order in found], reason=_words(), now=now)
    except Exception:
        log.exception("unpaid_batch_broke", first=found[0].number, orders=len(found))
        return sum(_end_alone(order, failures, now=now) for order in found)
    if ended < len(found):
        log.info("unpaid_orders_stay", orders=len(found) - ended)
    return ended


def _end_alone(order: UnpaidOrder, failures: list[Exception], *, now: datetime) -> bool:
    """What breaks one order must not keep the others of its batch."""
    try:
        return lifecycle.end_unpaid_order(order_id=order.id, reason=_words(), now=now)
    except BusinessError as refusal:
        log.info("unpaid_order_stays", order=order.number, code=refusal.code)
    except Exception as error:
        log.exception("unpaid_order_broke", order=order.number)
        failures.append(error)
    return False


def _words() -> str:
    return f"No payment has come in within {settings.GOTUTO_UNPAID_DAYS} days."
