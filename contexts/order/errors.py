"""What order refuses, of all topics."""

from contexts.order.carts.errors import (
    CartAlreadyOrdered,
    CartEmpty,
    CartIsExpired,
    CartNotFound,
    CartTooLarge,
    ItemNotFound,
    QuantityTooLarge,
    TooManyLines,
    TooManyPieces,
    TotalTooLarge,
)
from contexts.order.orders.errors import (
    InvalidOrderTransition,
    NoSuchNumber,
    NotCancellable,
    NotPayable,
    OrderNotFound,
    PriceNoLongerValid,
    TooManyUnpaid,
)

__all__ = [
    "CartAlreadyOrdered",
    "CartEmpty",
    "CartIsExpired",
    "CartNotFound",
    "CartTooLarge",
    "InvalidOrderTransition",
    "ItemNotFound",
    "NoSuchNumber",
    "NotCancellable",
    "NotPayable",
    "OrderNotFound",
    "PriceNoLongerValid",
    "QuantityTooLarge",
    "TooManyLines",
    "TooManyPieces",
    "TooManyUnpaid",
    "TotalTooLarge",
]
