"""What other contexts may ask of order, and nothing else."""

from contexts.order import errors
from contexts.order.orders.queries import get_addressed_order

__all__ = ["errors", "get_addressed_order"]
