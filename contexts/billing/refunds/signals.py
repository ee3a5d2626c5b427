"""What is told of refunds."""

from dataclasses import dataclass

from contexts.billing.refunds.dto import RefundStatus
from gotuto.events import DomainEvent
from gotuto.ids import OrderId, PaymentId, RefundId
from gotuto.money import Money
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class RefundRequested(DomainEvent, aggregate="refund_id"):
    """Money of a payment is to go back."""

    refund_id: RefundId
    payment_id: PaymentId
    order_id: OrderId | None
    amount: Money


@dataclass(frozen=True, kw_only=True)
class RefundSettled(DomainEvent, aggregate="refund_id"):
    """It is known, or once more unknown, what became of a refund."""

    refund_id: RefundId
    payment_id: PaymentId
    order_id: OrderId | None
    amount: Money
    status: RefundStatus


refund_requested = DomainSignal(RefundRequested)
refund_settled = DomainSignal(RefundSettled)
