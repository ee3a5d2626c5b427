"""Orders that nobody pays end by themselves: the goods are free again, the invoice is void, and the buyer is told.

Whether money has come in is decided where money is booked: an invoice is paid or void, whoever comes first. So a payment
that races the end of its order wins or is refused, and news of it that is still on its way is not overtaken.
"""

from collections.abc import Iterator
from datetime import datetime

import structlog
from django.conf import settings

from contexts.order import lifecycle
from contexts.order.orders import queries
from contexts.order.orders.domain.deadlines import time_to_pay
from contexts.order.orders.dto import UnpaidOrder
from gotuto.errors import BusinessError

log = structlog.get_logger(__name__)


def overdue_orders(*, now: datetime, batch: int = 100) -> Iterator[UnpaidOrder]:
    """The orders whose time to pay is over, the oldest first, read a batch at a time in flat memory."""
    time = time_to_pay(unpaid_days=settings.GOTUTO_UNPAID_DAYS)
    if time is None:
        return
    beyond: UnpaidOrder | None = None
    while found := queries.unpaid_orders(placed_before=now - time, beyond=beyond, most=batch):
        yield from found
        beyond = found[-1]


def end_unpaid_orders(*, now: datetime, most: int | None = None, batch: int = 100) -> int:
    """End the orders whose time to pay is over, at most so many; how many have ended.

    Each in a transaction of its own, so that no payment waits for long, and one that cannot end stops no other.
    Raises ExceptionGroup when something broke.
    """
    ended, failures = 0, list[Exception]()
    for order in overdue_orders(now=now, batch=batch):
        if ended == most:
            break
        try:
            ended += lifecycle.end_unpaid_order(order_id=order.id, reason=_words(), now=now)
        except BusinessError as refusal:
            log.info("unpaid_order_stays", order=order.number, code=refusal.code)
        except Exception as error:
            log.exception("unpaid_order_broke", order=order.number)
            failures.append(error)
    if failures:
        raise ExceptionGroup("Not every unpaid order could be looked after.", failures)
    return ended


def _words() -> str:
    return f"No payment has come in within {settings.GOTUTO_UNPAID_DAYS} days."
