"""Fees as plain data: plain claims for reminders, beside the invoices that they are about."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gotuto.filters import Period
from gotuto.ids import ActorId, ClientId, FeeId, InvoiceId
from gotuto.money import Money


class FeeKind(StrEnum):
    """What is claimed: the cost of a reminder, or the fixed sum that a business owes for paying late."""

    REMINDER = "reminder"
    COMPENSATION = "compensation"


class FeeState(StrEnum):
    OPEN = "open"
    PAID = "paid"
    WAIVED = "waived"


@dataclass(frozen=True, kw_only=True)
class Fee:
    """A plain claim for a reminder, beside its invoice: no VAT, and on no document.

    `amount_open` is what is claimed still: nothing of a fee that was waived, whatever was paid of it before.
    """

    id: FeeId
    client_id: ClientId
    invoice_id: InvoiceId
    step: str
    kind: FeeKind
    amount: Money
    amount_paid: Money
    amount_open: Money
    state: FeeState
    reason: str
    actor: ActorId | None
    created_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class FeeFilter:
    """Which fees to list."""

    client_id: ClientId | None = None
    invoice_id: InvoiceId | None = None
    state: FeeState | None = None
    created_at: Period[datetime] | None = None
