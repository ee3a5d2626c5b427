"""What is told of fees."""

from dataclasses import dataclass

from gotuto.events import DomainEvent
from gotuto.ids import FeeId, InvoiceId
from gotuto.money import Money
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class FeeSettled(DomainEvent, aggregate="fee_id"):
    """A fee for a reminder is paid, or waived, and is claimed no more."""

    fee_id: FeeId
    invoice_id: InvoiceId
    amount: Money
    is_paid: bool


@dataclass(frozen=True, kw_only=True)
class FeeReopened(DomainEvent, aggregate="fee_id"):
    """A fee that was paid is claimed again, as money was taken off it; `amount_open` is what is claimed."""

    fee_id: FeeId
    invoice_id: InvoiceId
    amount_open: Money


fee_settled = DomainSignal(FeeSettled)
fee_reopened = DomainSignal(FeeReopened)
