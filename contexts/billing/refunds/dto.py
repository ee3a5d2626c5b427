"""Refunds as plain data: money that goes back to whoever paid."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from gotuto.filters import Period, Range
from gotuto.ids import ActorId, ClientId, CustomerId, OrderId, PaymentId, RefundId
from gotuto.money import Money

# Nobody is called: a person pays out, and says so.
BY_HAND = "by_hand"


class RefundStatus(StrEnum):
    """How a refund stands; `unknown` means that the gateway's answer was lost, and it is asked what became of it."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"


class OnInvoices(StrEnum):
    """What becomes of invoices that the money has settled: they are credited, or owed again; fees are waived, or owed again."""

    CREDIT = "credit"
    REOPEN = "reopen"


@dataclass(frozen=True, kw_only=True)
class Refund:
    """Money of a payment that goes back, by the gateway through which it came or by hand.

    As long as it has not succeeded or was withdrawn, its amount is set aside. `reference` is the gateway's, or what staff wrote
    of a transfer. `failure` says why a gateway refused it. `order_id` is the order with whose cancellation it came, or whose buyer
    has paid too late. `actor` asked for it, `settled_by` paid it out or withdrew it.
    """

    id: RefundId
    payment_id: PaymentId
    client_id: ClientId
    order_id: OrderId | None
    amount: Money
    status: RefundStatus
    by: str
    reason: str
    reference: str
    failure: str
    actor: ActorId | None
    settled_by: ActorId | None
    requested_at: datetime
    done_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class RefundNotice:
    """What the payer is told of money that goes back; `email` is empty for somebody who was forgotten."""

    email: str
    customer_id: CustomerId | None
    amount: Money
    paid: Money
    paid_on: date


@dataclass(frozen=True, kw_only=True)
class GoesBack:
    """What of an order goes back to its buyer: as it came, or, with `is_transfer`, by a transfer that the shop makes."""

    amount: Money
    is_transfer: bool


@dataclass(frozen=True, kw_only=True)
class RefundFilter:
    """Which refunds to list."""

    payment_id: PaymentId | None = None
    order_id: OrderId | None = None
    status: RefundStatus | None = None
    amount: Range[Decimal] | None = None
    requested_at: Period[datetime] | None = None
    updated_since: datetime | None = None
