"""What order refuses, of all topics."""

from contexts.order.carts.errors import (
    CartEmpty,
    CartHasExpired,
    CartNotFound,
    CartOrdered,
    CartTooLarge,
    ItemNotFound,
    QuantityTooLarge,
    TotalTooLarge,
)
from contexts.order.orders.errors import NotCancellable, OrderMovedOn, OrderNotFound, PriceChanged

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
]
