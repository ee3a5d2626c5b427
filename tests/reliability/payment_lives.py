"""What happens to the money of an order: before somebody is struck, the request that is struck, and what people do then."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from contexts.billing.attempts.models import AttemptCall
from contexts.billing.attempts.use_cases import start_attempt
from contexts.billing.payments.models import Payment
from contexts.billing.payments.use_cases import record_payment
from contexts.billing.refunds.dto import BY_HAND
from contexts.billing.refunds.models import WAITS, Refund
from contexts.billing.refunds.use_cases import request_refund
from contexts.order.access import STAFF
from contexts.order.lifecycle import cancel_order
from gotuto.db import execute
from gotuto.ids import PaymentId
from gotuto.money import Money
from gotuto.outbound import calls
from gotuto.outbound.models import OutboundCall
from sandboxes.payments.server import Sandbox
from tests.billing.attempts.paying import BACK, Buying, webhook
from tests.clients import Api
from tests.reliability.ledgers import TIME_PASSES
from tests.shop import Shop

_REASON = "Arrived broken."
_numbers = count(1)


class Sale(Buying):
    """A guest's order, the staff who look after it, and one key for the request that is struck and repeated."""

    def __init__(self, sandbox: Sandbox, shop: Shop, staff: Api) -> None:
        shop.now = timezone.now()
        super().__init__(sandbox, shop.now, shop)
        self.staff, self.key = staff, f"request {next(_numbers)}"
        self.number = str(self.invoice.number)
        self.news: list[bytes] = []
        self.is_served = self.is_over = False

    @property
    def payment(self) -> Payment:
        return Payment.objects.filter(invoice=self.invoice).latest("received_at")

    @property
    def refund(self) -> Refund:
        return Refund.objects.filter(payment__invoice=self.invoice).latest("requested_at")


def nothing(sale: Sale) -> None:
    """Nothing has happened since the order was confirmed, or nobody has anything to do."""


# --- What has happened before -----------------------------------------------------------------------------------------


def begun_and_left(sale: Sale) -> None:
    start_attempt(order_id=sale.order.id, gateway="sandbox", return_url=BACK, now=timezone.now())


def begun(sale: Sale) -> None:
    assert sale.begin().status_code == 201


def paid_at_the_page(sale: Sale) -> None:
    begun(sale)
    sale.choose("pay")
    about = sale.sandbox.ledger.rows("SELECT body FROM event WHERE body LIKE ?", f"%{sale.attempt.reference}%")
    sale.news = [row["body"].encode() for row in about]


def declined(sale: Sale) -> None:
    begun(sale)
    sale.choose("decline")


def run_out(sale: Sale) -> None:
    begun(sale)
    sale.sandbox.ledger.run("UPDATE payment SET expires = 0 WHERE id = ?", sale.attempt.reference)


def _call_off(sale: Sale) -> None:
    cancel_order(order_id=sale.order.id, viewer=STAFF, reason=_REASON, now=timezone.now())


def begun_and_called_off(sale: Sale) -> None:
    begun(sale)
    _call_off(sale)
    sale.shop.settle()


def paid_and_called_off(sale: Sale) -> None:
    paid_at_the_page(sale)
    _call_off(sale)
    sale.shop.settle()


def capture_queued(sale: Sale) -> None:
    """The gateway was asked, and a worker is to take the money."""
    paid_at_the_page(sale)
    _call_once(sale)


def capture_queued_and_called_off(sale: Sale) -> None:
    """Nobody looks again before it is made."""
    capture_queued(sale)
    _call_off(sale)


def void_queued(sale: Sale) -> None:
    paid_and_called_off(sale)
    _call_once(sale)


def capture_unknown(sale: Sale) -> None:
    capture_queued(sale)
    _lose(sale, AttemptCall)


def void_unknown(sale: Sale) -> None:
    void_queued(sale)
    _lose(sale, AttemptCall)


def _call_once(sale: Sale) -> None:
    sale.attempt.calls.update(due_at=timezone.now())
    calls.send_one(AttemptCall)


def _lose(sale: Sale, model: type[OutboundCall]) -> None:
    """The call is made, and its answer never comes."""
    sale.sandbox.fate.change({"lost": 1.0})
    calls.send_one(model)
    sale.sandbox.fate.change({"lost": 0.0})


def captured(sale: Sale) -> None:
    paid_at_the_page(sale)
    for statement in TIME_PASSES:
        execute(statement)
    sale.shop.settle()


def _transferred(sale: Sale, amount: str | None = None) -> None:
    sale.shop.pay(sale.order, amount)


def transferred(sale: Sale) -> None:
    _transferred(sale)


def transferred_unheard(sale: Sale) -> None:
    """The money is there, and the order has not heard of it yet."""
    invoice, now = sale.invoice, timezone.now()
    record_payment(
        invoice_id=invoice.pk, amount=invoice.account().due, method="transfer", reference="transfer 1", now=now
    )


def paid_in_two_ways(sale: Sale) -> None:
    _transferred(sale, "1.90")
    captured(sale)


def refund_waits(sale: Sale) -> None:
    transferred(sale)
    _request_refund(sale)


def refund_queued(sale: Sale) -> None:
    captured(sale)
    _request_refund(sale)


def refund_unknown(sale: Sale) -> None:
    refund_queued(sale)
    _lose(sale, Refund)


def given_back_at_the_gateway(sale: Sale) -> None:
    """By hand in the gateway's own pages: it refuses to give it back once more."""
    refund_queued(sale)
    sale.sandbox.ledger.run("UPDATE payment SET refunded = captured WHERE id = ?", sale.attempt.reference)


def _request_refund(sale: Sale) -> None:
    """All have heard of it, and nobody has called yet."""
    payment, later = sale.payment, timezone.now() + timedelta(hours=1)
    request_refund(
        payment_id=PaymentId(payment.id), amount=payment.money(payment.amount), reason=_REASON, now=timezone.now()
    )
    Refund.objects.filter(payment=payment).update(due_at=later)
    sale.shop.settle()
    Refund.objects.filter(payment=payment).exclude(destination=BY_HAND).update(due_at=timezone.now())


# --- The request that is struck ---------------------------------------------------------------------------------------


def begins(sale: Sale) -> Any:
    return sale.begin(Idempotency_Key=sale.key)


def hears(sale: Sale) -> Any:
    return [webhook(body) for body in sale.news][-1]


def _asks_back(sale: Sale, amount: Money, **more: str) -> Any:
    body = {"amount": {"amount": str(amount.amount), "currency": amount.currency}, "reason": _REASON, **more}
    return sale.staff.post(f"payments/{sale.payment.id}/refunds/", body, Idempotency_Key=sale.key)


def asks_all_back(sale: Sale) -> Any:
    return _asks_back(sale, sale.payment.money(sale.payment.amount))


def asks_a_part_back(sale: Sale) -> Any:
    return _asks_back(sale, Money.of("4.90", "EUR"), on_invoices="reopen")


def pays_out(sale: Sale) -> Any:
    return sale.staff.post(f"refunds/{sale.refund.id}/pay-out/", {"reference": "T-1"}, Idempotency_Key=sale.key)


def withdraws(sale: Sale) -> Any:
    return sale.staff.post(f"refunds/{sale.refund.id}/withdraw/", {}, Idempotency_Key=sale.key)


def calls_off(sale: Sale) -> Any:
    return sale.staff.post(f"orders/{sale.order.id}/cancel/", {"reason": _REASON}, Idempotency_Key=sale.key)


# --- What people do then: whether they could ---------------------------------------------------------------------------


def pay_at_the_page(sale: Sale) -> bool:
    if sale.attempt.redirect_url:
        sale.choose("pay")
    return bool(sale.attempt.redirect_url)


def pay_out(sale: Sale) -> bool:
    """Staff send what a person has to send."""
    waiting = Refund.objects.filter(WAITS, payment__invoice=sale.invoice)
    answers = [sale.staff.post(f"refunds/{one.id}/pay-out/", {"reference": "T-1"}) for one in waiting]
    return bool(answers) and all(answer.status_code == 200 for answer in answers)


def nobody(sale: Sale) -> bool:
    return True
