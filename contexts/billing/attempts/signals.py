"""What is told of payment attempts."""

from dataclasses import dataclass

from gotuto.events import DomainEvent
from gotuto.ids import AttemptId, InvoiceId, OrderId, PaymentId
from gotuto.money import Money
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class AttemptPaidLate(DomainEvent, aggregate="attempt_id"):
    """A buyer has paid for what was given up meanwhile: `amount` is theirs, and goes back to them."""

    attempt_id: AttemptId
    payment_id: PaymentId
    invoice_id: InvoiceId
    order_id: OrderId | None
    amount: Money


attempt_paid_late = DomainSignal(AttemptPaidLate)
