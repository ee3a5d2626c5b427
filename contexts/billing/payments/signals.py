"""What is told of payments."""

from dataclasses import dataclass

from contexts.billing.payments.dto import Cause, Reversal
from gotuto.events import DomainEvent
from gotuto.ids import AllocationId, ClientId, InvoiceId, OrderId, PaymentId
from gotuto.money import Money
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class PaymentReceived(DomainEvent, aggregate="invoice_id"):
    """Money was booked on an invoice; `amount_due` is what remains.

    `payment_id` names the booking: the payment, where it was booked on its invoice at once, else the entry of the ledger, as a
    payment may be booked on an invoice several times.
    """

    invoice_id: InvoiceId
    payment_id: PaymentId
    order_id: OrderId | None
    amount: Money
    amount_due: Money


@dataclass(frozen=True, kw_only=True)
class PaymentTakenOff(DomainEvent, aggregate="invoice_id"):
    """Money that was booked on an invoice settles it no longer; `amount_due` is what is owed now."""

    invoice_id: InvoiceId
    payment_id: PaymentId
    allocation_id: AllocationId
    order_id: OrderId | None
    amount: Money
    amount_due: Money
    cause: Cause


@dataclass(frozen=True, kw_only=True)
class PaymentUnallocated(DomainEvent, aggregate="payment_id"):
    """Money came in from a client that settles no invoice yet."""

    payment_id: PaymentId
    client_id: ClientId
    amount: Money


@dataclass(frozen=True, kw_only=True)
class PaymentReversed(DomainEvent, aggregate="payment_id"):
    """A payment did not stay: its bank returned it, or the holder of the card took it back."""

    payment_id: PaymentId
    client_id: ClientId
    amount: Money
    kind: Reversal


payment_received = DomainSignal(PaymentReceived)
payment_taken_off = DomainSignal(PaymentTakenOff)
payment_unallocated = DomainSignal(PaymentUnallocated)
payment_reversed = DomainSignal(PaymentReversed)
