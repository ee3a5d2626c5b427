"""The events that order publishes, of all topics."""

from contexts.order.carts.signals import CartCreated, CartExpired, cart_created, cart_expired
from contexts.order.orders.signals import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPlaced,
    OrderShipped,
    order_cancelled,
    order_confirmed,
    order_delivered,
    order_placed,
    order_shipped,
)

__all__ = [
    "CartCreated",
    "CartExpired",
    "OrderCancelled",
    "OrderConfirmed",
    "OrderDelivered",
    "OrderPlaced",
    "OrderShipped",
    "cart_created",
    "cart_expired",
    "order_cancelled",
    "order_confirmed",
    "order_delivered",
    "order_placed",
    "order_shipped",
]
