"""Everything others may ask of order."""

from contexts.order.access import token
from contexts.order.errors import (
    CartEmpty,
    CartHasExpired,
    CartNotFound,
    CartOrdered,
    CartTooLarge,
    ItemNotFound,
    NotCancellable,
    OrderMovedOn,
    OrderNotFound,
    PriceChanged,
    QuantityTooLarge,
    TotalTooLarge,
)
from contexts.order.lifecycle import cancel_order, deliver_order, receive_payment, ship_order
from contexts.order.placement import place_order
from contexts.order.queries import (
    get_addressed_order,
    get_cart,
    get_history,
    get_order,
    get_party,
    get_raw_events,
    latest_cart_id,
    list_orders,
    settled_orders,
)
from contexts.order.rebuilding import rebuild_orders, verify_orders
from contexts.order.use_cases import add_item, change_item, expire_carts, open_cart, remove_item

__all__ = [
    "CartEmpty",
    "CartHasExpired",
    "CartNotFound",
    "CartOrdered",
    "CartTooLarge",
    "ItemNotFound",
    "NotCancellable",
    "OrderMovedOn",
    "OrderNotFound",
    "PriceChanged",
    "QuantityTooLarge",
    "TotalTooLarge",
    "add_item",
    "cancel_order",
    "change_item",
    "deliver_order",
    "expire_carts",
    "get_addressed_order",
    "get_cart",
    "get_history",
    "get_order",
    "get_party",
    "get_raw_events",
    "latest_cart_id",
    "list_orders",
    "open_cart",
    "place_order",
    "rebuild_orders",
    "receive_payment",
    "remove_item",
    "settled_orders",
    "ship_order",
    "token",
    "verify_orders",
]
