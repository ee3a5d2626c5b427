"""Two who want different things of one invoice at the same time: one of them gets it."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection

from contexts.billing.clients.queries import get_client
from contexts.billing.clients.use_cases import delete_client
from contexts.billing.credits.dto import Withdrawal
from contexts.billing.credits.use_cases import withdraw_claim
from contexts.billing.invoices import dto
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.invoices.use_cases import delete_invoice, issue_invoice, open_invoice, void_invoice
from contexts.billing.numbers.queries import list_number_series
from gotuto.errors import BusinessError
from gotuto.ids import ClientId, CustomerId, OrderId, new_id
from tests.billing.builders import credit, draft, eur, issued, line, pay

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Let everybody start together; what each was told, "done" or the code of a refusal."""
    start, told = threading.Barrier(len(deeds)), []

    def act(deed):
        start.wait()
        try:
            deed()
            told.append("done")
        except BusinessError as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def test_an_invoice_is_not_paid_twice():
    invoice = issued(now=NOW)
    told = at_once(*[lambda n=n: pay(invoice.id, "12.50", now=NOW, reference=f"R-{n}") for n in range(4)])
    assert told == ["billing.overpaid"] * 3 + ["done"]
    assert get_invoice(invoice_id=invoice.id, of_client=None).amount_due == eur("0.00")


def test_one_payment_reported_by_many_is_booked_once():
    invoice = issued(now=NOW)
    assert at_once(*[lambda: pay(invoice.id, "5.00", now=NOW)] * 4) == ["done"] * 4
    assert len(get_invoice(invoice_id=invoice.id, of_client=None).payments) == 1


def test_an_invoice_is_either_paid_or_withdrawn():
    for _ in range(5):
        invoice = issued(now=NOW)
        told = at_once(
            lambda invoice=invoice: pay(invoice.id, "12.50", now=NOW),
            lambda invoice=invoice: withdraw_claim(order_id=invoice.order_id, because=Withdrawal.CALLED_OFF, now=NOW),
        )
        now = get_invoice(invoice_id=invoice.id, of_client=None)
        assert (now.settled_by, told) in [
            ("payment", ["billing.invoice_paid", "done"]),
            ("credit", ["billing.overpaid", "done"]),
        ]


def test_two_credits_are_never_more_than_the_invoice():
    for _ in range(5):
        invoice = issued(now=NOW)
        told = at_once(*[lambda invoice=invoice: credit(invoice.id, "7.00", now=NOW)] * 3)
        assert told == ["billing.nothing_left_to_credit"] * 2 + ["done"]
        assert get_invoice(invoice_id=invoice.id, of_client=None).amount_credited == eur("7.00")


def test_a_credit_and_a_payment_are_never_more_than_the_invoice():
    for _ in range(5):
        invoice = issued(now=NOW)
        told = at_once(
            lambda invoice=invoice: pay(invoice.id, "10.00", now=NOW),
            lambda invoice=invoice: credit(invoice.id, "10.00", now=NOW),
        )
        now = get_invoice(invoice_id=invoice.id, of_client=None)
        if told == ["done", "done"]:
            # The credit note came second, and made what it took of the payment the client's again.
            assert (now.amount_due, now.status, now.amount_paid) == (eur("0.00"), "paid", eur("2.50"))
        else:
            assert (now.amount_due, now.status) == (eur("2.50"), "sent")
            assert told == ["billing.overpaid", "done"]


def test_credit_notes_of_many_invoices_have_numbers_without_a_gap():
    invoices = [issued(now=NOW) for _ in range(6)]
    assert at_once(*[lambda one=one: credit(one.id, now=NOW) for one in invoices]) == ["done"] * 6
    [numbers] = [one for one in list_number_series() if one.series == "CN"]
    assert (numbers.last, numbers.is_gapless) == (6, True)


def test_an_order_that_is_given_up_while_its_invoice_is_opened_owes_nothing():
    for _ in range(5):
        order_id = OrderId(new_id())
        at_once(
            lambda order_id=order_id: draft(now=NOW, order_id=order_id),
            lambda order_id=order_id: void_invoice(order_id=order_id, reason="Cancelled", now=NOW),
        )
        assert at_once(lambda order_id=order_id: issue_invoice(order_id=order_id, now=NOW)) == ["billing.invoice_void"]


def test_a_client_is_not_deleted_under_an_invoice_that_is_being_opened():
    for _ in range(5):
        client_id = new_id()
        buyer = dto.Buyer(name="Ada", email="ada@example.com", customer_id=CustomerId(client_id))
        single = open_invoice(order_id=None, buyer=buyer, currency="EUR", lines=[line()], now=NOW)
        delete_invoice(invoice_id=single.id)
        at_once(
            lambda buyer=buyer: draft(now=NOW, buyer=buyer),
            lambda client_id=client_id: delete_client(client_id=ClientId(client_id), now=NOW),
        )
        assert get_client(client_id=ClientId(client_id)).id == client_id
