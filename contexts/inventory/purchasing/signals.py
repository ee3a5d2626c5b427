"""Events of purchase orders."""

from dataclasses import dataclass
from datetime import date

from contexts.inventory.purchasing.dto import Delivery
from gotuto.events import DomainEvent
from gotuto.ids import PurchaseOrderId
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class PurchaseOrderPlaced(DomainEvent, aggregate="purchase_order_id"):
    """Goods are ordered of a supplier."""

    purchase_order_id: PurchaseOrderId
    reference: str
    supplier: str
    promised_on: date | None


@dataclass(frozen=True, kw_only=True)
class PurchaseReceived(DomainEvent, aggregate="purchase_order_id"):
    """Goods of a purchase order have come; it is complete when nothing more is awaited."""

    purchase_order_id: PurchaseOrderId
    reference: str
    location: str
    deliveries: tuple[Delivery, ...]
    is_complete: bool


purchase_order_placed = DomainSignal(PurchaseOrderPlaced)
purchase_received = DomainSignal(PurchaseReceived)
