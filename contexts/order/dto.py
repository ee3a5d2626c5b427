"""What other contexts get from order."""

from contexts.order.orders.dto import AddressedOrder, Order, OrderStatus, Party

__all__ = ["AddressedOrder", "Order", "OrderStatus", "Party"]
