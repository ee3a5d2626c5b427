"""A claim that is withdrawn with its order: what is left is credited, unless money came in."""

from datetime import UTC, datetime

import pytest

from contexts.billing import models
from contexts.billing.clients.models import Client
from contexts.billing.credits.domain.words import REASONS
from contexts.billing.credits.dto import Withdrawal
from contexts.billing.credits.use_cases import withdraw_claim, withdraw_claims
from contexts.billing.errors import InvoiceAlreadyPaid, InvoiceNotFound, InvoiceNotIssued
from contexts.billing.invoices import dto
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.refunds.use_cases import request_refund
from contexts.billing.sellers.dto import LANGUAGES
from gotuto.ids import OrderId, new_id
from tests.billing.builders import credit, draft, eur, issued, pay, voided_before
from tests.billing.sellers.builders import described

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def look(invoice: dto.Invoice) -> dto.Invoice:
    return get_invoice(invoice_id=invoice.id, of_client=None)


def reason_told(invoice: dto.Invoice) -> str:
    [note] = models.Invoice.objects.filter(credits_invoice_id=invoice.id)
    return note.credit_reason


def withdraw(order_id: OrderId) -> None:
    withdraw_claim(order_id=order_id, because=Withdrawal.CALLED_OFF, now=NOW)


def test_all_that_is_left_of_a_claim_is_credited():
    invoice = issued(now=NOW)
    credit(invoice.id, "2.50", now=NOW)
    withdraw(invoice.order_id)
    assert (look(invoice).amount_credited, look(invoice).settled_by) == (eur("12.50"), "credit")


def test_what_staff_have_credited_is_not_credited_again():
    invoice = issued(now=NOW)
    credit(invoice.id, now=NOW)
    withdraw(invoice.order_id)
    assert withdraw_claims(order_ids=[invoice.order_id], because=Withdrawal.CALLED_OFF, now=NOW) == {invoice.order_id}
    assert models.Invoice.objects.filter(kind="credit_note").count() == 1


@pytest.mark.parametrize("amount", ["1.00", "12.50"])
def test_a_claim_on_which_money_came_in_stays(amount):
    invoice = issued(now=NOW)
    pay(invoice.id, amount, now=NOW)
    with pytest.raises(InvoiceAlreadyPaid, match=amount):
        withdraw(invoice.order_id)
    assert withdraw_claims(order_ids=[invoice.order_id], because=Withdrawal.CALLED_OFF, now=NOW) == frozenset()


def test_a_claim_whose_money_was_credited_and_is_here_still_stays_until_that_went_back():
    invoice = issued(now=NOW)
    paid = pay(invoice.id, "12.50", now=NOW)
    credit(invoice.id, "12.50", now=NOW)
    with pytest.raises(InvoiceAlreadyPaid, match=r"12\.50 EUR have been paid"):
        withdraw(invoice.order_id)
    assert withdraw_claims(order_ids=[invoice.order_id], because=Withdrawal.CALLED_OFF, now=NOW) == frozenset()
    request_refund(payment_id=paid.payments[0].id, amount=eur("12.50"), reason="A dent.", now=NOW)
    withdraw(invoice.order_id)
    assert withdraw_claims(order_ids=[invoice.order_id], because=Withdrawal.CALLED_OFF, now=NOW) == {invoice.order_id}


def test_what_an_earlier_release_voided_stays_void():
    invoice = voided_before(now=NOW)
    withdraw(invoice.order_id)
    assert withdraw_claims(order_ids=[invoice.order_id], because=Withdrawal.CALLED_OFF, now=NOW) == frozenset()
    assert (look(invoice).status, look(invoice).amount_credited) == ("void", eur("0.00"))


def test_a_draft_is_no_claim():
    invoice = draft(now=NOW)
    with pytest.raises(InvoiceNotIssued):
        withdraw(invoice.order_id)
    with pytest.raises(InvoiceNotFound):
        withdraw(OrderId(new_id()))


@pytest.mark.parametrize("because", Withdrawal)
def test_the_reason_is_told_in_the_language_of_the_document(because):
    told = set()
    for language in LANGUAGES:
        invoice = issued(now=NOW)
        Client.objects.filter(id=invoice.client_id).update(language=language)
        withdraw_claim(order_id=invoice.order_id, because=because, now=NOW)
        told.add(REASONS[because][language])
        assert reason_told(invoice) == REASONS[because][language]
    assert len(told) == len(LANGUAGES)


@pytest.mark.parametrize("seller", ["de", "fr"])
def test_a_client_without_a_language_is_told_in_the_seller_s(seller):
    described(language=seller)
    invoice = issued(now=NOW)
    withdraw(invoice.order_id)
    assert reason_told(invoice) == REASONS[Withdrawal.CALLED_OFF][seller]


def test_many_are_withdrawn_at_once():
    invoices = [issued(now=NOW) for _ in range(3)]
    orders = [one.order_id for one in invoices]
    assert withdraw_claims(order_ids=orders, because=Withdrawal.CALLED_OFF, now=NOW) == set(orders)
    assert {look(one).settled_by for one in invoices} == {"credit"}
