"""What is told of documents."""

from dataclasses import dataclass

from gotuto.events import DomainEvent
from gotuto.ids import InvoiceId, OrderId
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class DocumentStored(DomainEvent, aggregate="invoice_id"):
    """The files of an issued invoice or credit note are there, and stay as they are."""

    invoice_id: InvoiceId
    order_id: OrderId | None


@dataclass(frozen=True, kw_only=True)
class DocumentSendRequested(DomainEvent, aggregate="invoice_id"):
    """Somebody of the staff wants an invoice or a credit note to be sent, once more if need be."""

    invoice_id: InvoiceId
    order_id: OrderId | None


document_stored = DomainSignal(DocumentStored)
document_send_requested = DomainSignal(DocumentSendRequested)
