"""Orders on which nothing was paid: how many of them there may be, and how long."""

from datetime import datetime, timedelta

from contexts.order.orders.errors import TooManyUnpaid

# The code of orders that ended because nobody paid.
UNPAID = "order.unpaid"


def time_to_pay(*, unpaid_days: int | None) -> timedelta | None:
    """How long after its placement a confirmed order ends by itself on which nothing was paid; None is never.

    One that had to wait for goods has as long from when it got them.

    The one place that knows: deadlines that depend on how an order is to be paid belong here.
    """
    return None if unpaid_days is None else timedelta(days=unpaid_days)


def pay_by(placed_at: datetime, *, unpaid_days: int | None) -> datetime | None:
    """When an order ends by itself unless something was paid on it; None is never."""
    time = time_to_pay(unpaid_days=unpaid_days)
    return None if time is None else placed_at + time


def check_unpaid(number: int, most: int | None, *, whose: str) -> None:
    """Whether one more order may be open. Raises TooManyUnpaid."""
    if most is not None and number >= most:
        raise TooManyUnpaid(most=most, whose=whose)
