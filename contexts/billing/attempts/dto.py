"""Payment attempts as plain data: a buyer who is sent to a gateway to pay, and how that ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gotuto.ids import AttemptId, InvoiceId, OrderId, PaymentId
from gotuto.money import Money


class AttemptStatus(StrEnum):
    OPEN = "open"
    AUTHORIZED = "authorized"
    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    VOIDED = "voided"
    EXPIRED = "expired"


# While one is so, the order takes no other.
LIVE = (AttemptStatus.OPEN, AttemptStatus.AUTHORIZED)


class CallKind(StrEnum):
    START = "start"
    STATUS = "status"
    CAPTURE = "capture"
    VOID = "void"


@dataclass(frozen=True, kw_only=True)
class PaymentAttempt:
    """A payment that a buyer has begun; they pay at `redirect_url`, which is empty until the gateway has answered.

    `amount` was due when it began. `payment_id` is what was booked of it; `reason` says why it came to nothing.
    """

    id: AttemptId
    order_id: OrderId | None
    invoice_id: InvoiceId
    gateway: str
    status: AttemptStatus
    amount: Money
    redirect_url: str | None
    payment_id: PaymentId | None
    reason: str
    expires_at: datetime
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What came of asking for an attempt: a new one, or the one that is open already."""

    attempt: PaymentAttempt
    is_new: bool

    @property
    def id(self) -> AttemptId:
        return self.attempt.id


@dataclass(frozen=True, kw_only=True)
class Payable:
    """What somebody with the link of a mail may pay, by which gateways, and the attempt that was begun last.

    `fees_open` is claimed beside the invoice, and not paid with it.
    """

    invoice_id: InvoiceId
    number: str
    seller: str
    amount_due: Money
    fees_open: Money
    gateways: tuple[str, ...]
    latest: PaymentAttempt | None
