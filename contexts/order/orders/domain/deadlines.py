"""How long an order may wait for what it needs."""

from datetime import timedelta

# The code of orders that ended because nobody paid.
UNPAID = "order.unpaid"


def time_to_pay(*, unpaid_days: int | None) -> timedelta | None:
    """How long after its placement a confirmed order ends by itself on which nothing was paid; None is never.

    The one place that knows: deadlines that depend on how an order is to be paid belong here.
    """
    return None if unpaid_days is None else timedelta(days=unpaid_days)
