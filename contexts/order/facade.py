"""What other contexts may ask of order, and nothing else."""

from contexts.order import errors
from contexts.order.orders.queries import get_addressed_order
from contexts.order.search.queries import find_order_id

__all__ = ["errors", "find_order_id", "get_addressed_order"]
