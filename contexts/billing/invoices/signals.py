"""What is told of invoices."""

from dataclasses import dataclass
from datetime import datetime

from contexts.billing.invoices.dto import InvoiceStatus
from gotuto.events import DomainEvent
from gotuto.ids import ClientId, InvoiceId, OrderId
from gotuto.money import Money
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class InvoiceCreated(DomainEvent, aggregate="invoice_id"):
    """An invoice was opened as a draft."""

    invoice_id: InvoiceId
    order_id: OrderId | None
    client_id: ClientId
    total: Money


@dataclass(frozen=True, kw_only=True)
class InvoiceStatusChanged(DomainEvent, aggregate="invoice_id"):
    """An invoice was issued, settled, found overdue, or voided."""

    invoice_id: InvoiceId
    order_id: OrderId | None
    old: InvoiceStatus
    new: InvoiceStatus


invoice_created = DomainSignal(InvoiceCreated)
invoice_status_changed = DomainSignal(InvoiceStatusChanged)


def tell_status(
    invoice_id: InvoiceId, order_id: OrderId | None, *, old: InvoiceStatus, new: InvoiceStatus, now: datetime
) -> None:
    """Publish that an invoice turned from one status into another."""
    invoice_status_changed.publish(
        InvoiceStatusChanged(invoice_id=invoice_id, order_id=order_id, old=old, new=new, occurred_at=now)
    )
