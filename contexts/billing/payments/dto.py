"""Payments and allocations as plain data: money that came in, and what of it settles which invoice or fee."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from gotuto.filters import Period, Range
from gotuto.ids import ActorId, AllocationId, ClientId, FeeId, InvoiceId, PaymentId
from gotuto.money import Money


class Channel(StrEnum):
    """Which way a booking came: by a person, a payment gateway, or a bank statement."""

    STAFF = "staff"
    GATEWAY = "gateway"
    BANK_STATEMENT = "bank_statement"


class Told(StrEnum):
    """How a payment stands by the word of a gateway."""

    OPEN = "open"
    # The buyer has agreed, and the money is on its way.
    PENDING = "pending"
    AUTHORIZED = "authorized"
    PAID = "paid"
    DECLINED = "declined"
    VOIDED = "voided"
    EXPIRED = "expired"


class Cause(StrEnum):
    """Why money was taken off an invoice or a fee again."""

    CREDITED = "credited"
    REVERSED = "reversed"
    CHARGED_BACK = "charged_back"
    CORRECTED = "corrected"


class Reversal(StrEnum):
    """How a payment ended that did not stay: returned by a bank, or taken back by the holder of a card."""

    REVERSAL = "reversal"
    CHARGEBACK = "chargeback"

    @property
    def cause(self) -> Cause:
        return Cause.REVERSED if self is Reversal.REVERSAL else Cause.CHARGED_BACK


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """An entry that books a part of a payment on an invoice or a fee, or, below zero and with its cause, takes it off again.

    Entries never change. Without `invoice_id` and `fee_id` the document is gone by retention.
    """

    id: AllocationId
    invoice_id: InvoiceId | None
    fee_id: FeeId | None
    amount: Money
    cause: Cause | None
    channel: Channel
    reason: str
    actor: ActorId | None
    booked_at: datetime


@dataclass(frozen=True, kw_only=True)
class Payment:
    """Money that came in from a client, and where it went.

    `amount_unallocated` is the client's: it can settle another invoice, or be refunded. `invoice_id` is the invoice on which
    it was booked at once, if it was; there a reference stands for one payment, else it does so among the client's payments.
    `received_on` is the day on which the money came, `booked_at` when that was said here.
    """

    id: PaymentId
    client_id: ClientId
    invoice_id: InvoiceId | None
    amount: Money
    amount_allocated: Money
    amount_refunded: Money
    amount_reversed: Money
    amount_unallocated: Money
    method: str
    channel: Channel
    reference: str
    reason: str
    actor: ActorId | None
    received_on: date
    booked_at: datetime
    reversal: Reversal | None
    reversal_reason: str
    reversed_at: datetime | None
    allocations: tuple[Allocation, ...]
    version: int


@dataclass(frozen=True, kw_only=True)
class PaymentFilter:
    """Which payments to list."""

    client_id: ClientId | None = None
    invoice_id: (
        Annotated[InvoiceId, Meta(description="Those of which something was booked on it, also if it is off again.")]
        | None
    ) = None
    fee_id: (
        Annotated[FeeId, Meta(description="Those of which something was booked on it, also if it is off again.")] | None
    ) = None
    unallocated: Annotated[bool, Meta(description="Whether a part of it settles nothing yet.")] | None = None
    channel: Channel | None = None
    reference: Annotated[str, Meta(max_length=120)] | None = None
    amount: Range[Decimal] | None = None
    received_on: Period[date] | None = None
    updated_since: datetime | None = None
