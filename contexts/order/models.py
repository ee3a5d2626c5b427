"""The tables of all topics, where Django looks for them."""

from contexts.order.carts.models import Cart, CartItem
from contexts.order.orders.models import Order, OrderLine, OrderParty, StreamRow

__all__ = ["Cart", "CartItem", "Order", "OrderLine", "OrderParty", "StreamRow"]
