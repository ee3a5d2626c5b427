"""What the tests of fees say in one word."""

from datetime import UTC, datetime

from contexts.billing.fees import dto
from contexts.billing.fees.dto import FeeKind
from contexts.billing.fees.models import Fee
from contexts.billing.fees.queries import get_fee
from contexts.billing.invoices.dto import Invoice
from contexts.billing.payments.dto import Payment
from contexts.billing.payments.use_cases import allocate_payment, receive_payment
from gotuto.ids import FeeId, PaymentId
from tests.billing.builders import eur

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def claimed(
    invoice: Invoice,
    amount: str = "2.50",
    *,
    step: str = "first",
    kind: FeeKind = FeeKind.REMINDER,
    now: datetime = NOW,
) -> FeeId:
    """A fee as a step of dunning claims it."""
    told = {"step": step, "kind": kind, "amount": amount, "currency": str(invoice.total.currency), "created_at": now}
    return FeeId(Fee.objects.create(invoice_id=invoice.id, **told).id)


def received(invoice: Invoice, amount: str, *, reference: str = "T-1", now: datetime = NOW) -> Payment:
    """Money of the invoice's client that settles nothing yet."""
    return receive_payment(
        client_id=invoice.client_id, amount=eur(amount), method="bank_transfer", reference=reference, now=now
    )


def settled(payment_id: PaymentId, amount: str, *, now: datetime = NOW, **claim: object) -> Payment:
    """Let a part of a payment settle `invoice_id` or `fee_id`."""
    return allocate_payment(payment_id=payment_id, amount=eur(amount), now=now, **claim)  # type: ignore[arg-type]


def standing(fee_id: FeeId) -> tuple[str, str, str]:
    """The state of a fee, what is paid and what is open."""
    fee: dto.Fee = get_fee(fee_id=fee_id)
    return fee.state.value, str(fee.amount_paid.amount), str(fee.amount_open.amount)
