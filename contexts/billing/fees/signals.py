"""What is told of fees."""

from dataclasses import dataclass
from uuid import UUID

from gotuto.events import DomainEvent
from gotuto.ids import InvoiceId
from gotuto.money import Money
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class FeeSettled(DomainEvent, aggregate="fee_id"):
    """A fee for a reminder is paid, or waived, and is claimed no more."""

    fee_id: UUID
    invoice_id: InvoiceId
    amount: Money
    is_paid: bool


fee_settled = DomainSignal(FeeSettled)
