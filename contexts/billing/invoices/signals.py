"""What billing tells the world."""

from dataclasses import dataclass

from contexts.billing.dto import InvoiceStatus
from gotuto.events import DomainEvent
from gotuto.ids import ClientId, CustomerId, InvoiceId, OrderId, PaymentId
from gotuto.money import Money
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class ClientCreated(DomainEvent, aggregate="client_id"):
    """Somebody can be invoiced."""

    client_id: ClientId
    customer_id: CustomerId | None


@dataclass(frozen=True, kw_only=True)
class ClientUpdated(DomainEvent, aggregate="client_id"):
    """A client's name or addresses changed."""

    client_id: ClientId


@dataclass(frozen=True, kw_only=True)
class ClientDeleted(DomainEvent, aggregate="client_id"):
    """A client without invoices was deleted."""

    client_id: ClientId


@dataclass(frozen=True, kw_only=True)
class InvoiceCreated(DomainEvent, aggregate="invoice_id"):
    """An invoice was opened as a draft."""

    invoice_id: InvoiceId
    order_id: OrderId | None
    client_id: ClientId
    total: Money


@dataclass(frozen=True, kw_only=True)
class InvoiceStatusChanged(DomainEvent, aggregate="invoice_id"):
    """An invoice was issued, paid, found overdue, or voided."""

    invoice_id: InvoiceId
    order_id: OrderId | None
    old: InvoiceStatus
    new: InvoiceStatus


@dataclass(frozen=True, kw_only=True)
class PaymentReceived(DomainEvent, aggregate="invoice_id"):
    """Money was booked on an invoice; `amount_due` is what remains."""

    invoice_id: InvoiceId
    payment_id: PaymentId
    order_id: OrderId | None
    amount: Money
    amount_due: Money


client_created = DomainSignal(ClientCreated)
client_updated = DomainSignal(ClientUpdated)
client_deleted = DomainSignal(ClientDeleted)
invoice_created = DomainSignal(InvoiceCreated)
invoice_status_changed = DomainSignal(InvoiceStatusChanged)
payment_received = DomainSignal(PaymentReceived)
