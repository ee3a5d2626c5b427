"""What is told of credit notes."""

from dataclasses import dataclass

from gotuto.events import DomainEvent
from gotuto.ids import InvoiceId, OrderId
from gotuto.money import Money
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class CreditNoteIssued(DomainEvent, aggregate="invoice_id"):
    """A credit note took its amount off an invoice; `amount_due` is what remains. It moves no order."""

    credit_note_id: InvoiceId
    invoice_id: InvoiceId
    order_id: OrderId | None
    amount: Money
    amount_due: Money


credit_note_issued = DomainSignal(CreditNoteIssued)
