"""What is told of carts."""

from dataclasses import dataclass

from gotuto.events import DomainEvent
from gotuto.ids import CartId, CustomerId
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class CartCreated(DomainEvent, aggregate="cart_id"):
    """Somebody took a cart."""

    cart_id: CartId
    customer_id: CustomerId | None


@dataclass(frozen=True, kw_only=True)
class CartExpired(DomainEvent, aggregate="cart_id"):
    """A cart was left alone for too long."""

    cart_id: CartId
    customer_id: CustomerId | None


cart_created = DomainSignal(CartCreated)
cart_expired = DomainSignal(CartExpired)
