"""What is told of payments."""

from dataclasses import dataclass

from gotuto.events import DomainEvent
from gotuto.ids import InvoiceId, OrderId, PaymentId
from gotuto.money import Money
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class PaymentReceived(DomainEvent, aggregate="invoice_id"):
    """Money was booked on an invoice; `amount_due` is what remains."""

    invoice_id: InvoiceId
    payment_id: PaymentId
    order_id: OrderId | None
    amount: Money
    amount_due: Money


payment_received = DomainSignal(PaymentReceived)
