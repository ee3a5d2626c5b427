"""What other contexts may ask of order, and nothing else."""

from contexts.order import errors
from contexts.order.orders.queries import find_order_id, get_addressed_order

__all__ = ["errors", "find_order_id", "get_addressed_order"]
