"""Sending money back in business words: payments by hand and by the sandbox, and what their gateway did."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from contexts.billing.invoices.dto import Invoice
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.payments.dto import Channel, Payment
from contexts.billing.payments.gateways import Start
from contexts.billing.payments.gateways.sandbox import Sandbox as Gateway
from contexts.billing.payments.models import Payment as PaymentRow
from contexts.billing.payments.queries import get_payment
from contexts.billing.payments.use_cases import collect_payment, receive_payment
from contexts.billing.refunds import dto
from contexts.billing.refunds.models import Refund
from contexts.billing.refunds.queries import get_refund
from contexts.billing.refunds.use_cases import request_refund
from gotuto.ids import InvoiceId, PaymentId, RefundId, new_id
from gotuto.money import Money
from gotuto.outbound import Done, calls
from sandboxes.payments.server import Sandbox
from tests.billing.builders import eur, issued, pay
from tests.billing.payments.gateways.rigs import TIMEOUTS, post

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SECRET = "whsec_known_to_both_sides"


def paid_by_hand(amount: str = "12.50", *, total: str = "12.50") -> tuple[Invoice, Payment]:
    """An invoice and the transfer that was booked on it."""
    invoice = pay(issued(now=NOW, total=total).id, amount, now=NOW)
    return invoice, get_payment(payment_id=invoice.payments[0].id)


def paid_by_card(sandbox: Sandbox, amount: str = "12.50") -> tuple[Invoice, Payment]:
    """An invoice and what its buyer has paid on the sandbox's page."""
    invoice = issued(now=NOW)
    payment = collect_payment(
        invoice_id=invoice.id,
        amount=eur(amount),
        method="sandbox",
        reference=taken(sandbox, eur(amount)),
        channel=Channel.GATEWAY,
        now=NOW,
    )
    return look(invoice.id), payment


def taken(sandbox: Sandbox, amount: Money) -> str:
    """Have the sandbox take money from a buyer; its name of the payment."""
    key = str(new_id())
    begun = Gateway().start(
        Start(
            key=key,
            attempt=key,
            amount=amount,
            description="Tea",
            return_url="https://shop.example.com/",
            captures_itself=True,
            expires_at=timezone.now() + timedelta(hours=1),
        ),
        timeouts=TIMEOUTS,
    )
    assert isinstance(begun, Done)
    post(f"{sandbox.url}/pay/{begun.reference}", choice="pay")
    return begun.reference


def on_account(amount: Money, *, reference: str = "T-1") -> Payment:
    """Money of a client that settles nothing."""
    client = issued(now=NOW).client_id
    return receive_payment(client_id=client, amount=amount, method="cash", reference=reference, now=NOW)


def refund(payment: Payment, amount: str, **given: Any) -> dto.Refund:
    return request_refund(
        payment_id=payment.id, amount=eur(amount), reason=given.pop("reason", "A dent."), now=NOW, **given
    )


def look(invoice_id: InvoiceId) -> Invoice:
    return get_invoice(invoice_id=invoice_id, of_client=None)


def stands(refund_id: RefundId) -> str:
    return get_refund(refund_id=refund_id).status.value


def sums(payment_id: PaymentId) -> tuple[str, str, str, str]:
    """What of a payment settles invoices, goes back, did not stay, and is the client's."""
    told = PaymentRow.objects.get(pk=payment_id).to_dto()
    parts = (told.amount_allocated, told.amount_refunded, told.amount_reversed, told.amount_unallocated)
    allocated, refunded, gone, left = (str(part.amount) for part in parts)
    return allocated, refunded, gone, left


def work() -> None:
    """Make and ask all calls about refunds that are due."""
    while calls.send_one(Refund) or calls.ask_one(Refund):
        pass


def later(days: int = 2) -> None:
    """Let the time of all calls come that are not for a person."""
    ahead = timezone.now() + timedelta(days=days)
    Refund.objects.filter(due_at__lte=ahead).update(due_at=timezone.now() - timedelta(seconds=1))


def sent_back(sandbox: Sandbox) -> list[str]:
    """What the sandbox has sent back, by its own books."""
    return sorted(row["amount"] for row in sandbox.ledger.all()["refunds"])
