"""Refunds in the back office, as the clerk of a small merchant sees them."""

import pytest

from contexts.billing.refunds.models import Refund
from contexts.billing.refunds.use_cases import pay_out_by_hand, withdraw_refund
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.testing import drain
from tests.billing.builders import eur
from tests.billing.refunds.refunding import NOW, look, paid_by_card, paid_by_hand, refund, stands, work
from tests.office import press, said

REFUNDS = "/admin/billing/refund/"


@pytest.fixture
def office(db, client):
    ensure_staff(
        email="clerk@example.com", password="a-long-password-9", roles=["billing", "support"], is_superuser=False,
        now=NOW,
    )  # fmt: skip
    assert client.login(username="clerk@example.com", password="a-long-password-9")
    return client


def button(payment):
    return f"/admin/billing/payment/{payment.id}/refund/"


def page(office, row):
    return office.get(f"{REFUNDS}{row.id}/change/").content.decode()


def test_a_clerk_refunds_a_part_and_says_so_once_it_is_sent(office):
    invoice, payment = paid_by_hand()
    form = office.get(button(payment)).context["form"]
    assert list(form.fields) == ["amount", "reason", "on_invoices"]
    assert "12.50" in str(form.fields["amount"].help_text)
    answer = press(office, button(payment), amount="5.00", reason="A dent.", on_invoices="credit")
    assert said(answer) == ["Refund: done."]
    asked = Refund.objects.get()
    assert "to be paid out" in page(office, asked)
    assert "to be paid out" in office.get(f"/admin/billing/payment/{payment.id}/change/").content.decode()
    assert said(press(office, f"{REFUNDS}{asked.id}/paid_out/", reference="BANK-7")) == ["Paid out: done."]
    assert (stands(asked.id), look(invoice.id).amount_credited) == ("succeeded", eur("5.00"))
    shown = page(office, asked)
    assert "BANK-7" in shown
    assert shown.count("clerk@example.com") >= 2


def test_too_much_is_refused_beside_the_input(office):
    _, payment = paid_by_hand()
    answer = office.post(button(payment), {"amount": "12.51", "reason": "A dent.", "on_invoices": "credit"})
    assert "Only 12.50 EUR of this payment can still be refunded" in answer.content.decode()


def test_a_clerk_changes_his_mind(office):
    _, payment = paid_by_hand()
    asked = refund(payment, "5.00")
    assert said(press(office, f"{REFUNDS}{asked.id}/withdraw/")) == ["Withdraw: done."]
    assert "withdrawn" in page(office, asked)


def test_the_list_shows_what_waits_for_a_person(office, sandbox):
    (_, by_hand), (_, by_card) = paid_by_hand(), paid_by_card(sandbox)
    waits, sent, given_up = (refund(by_hand, amount) for amount in ("1.11", "2.22", "3.33"))
    refund(by_card, "4.44")
    pay_out_by_hand(refund_id=sent.id, reference="BANK-7", now=NOW)
    withdraw_refund(refund_id=given_up.id, now=NOW)
    work()
    drain()
    everything = office.get(REFUNDS).content.decode()
    assert all(amount in everything for amount in ("1.11", "2.22", "3.33", "4.44"))
    waiting = office.get(f"{REFUNDS}?open=yes").content.decode()
    assert [amount in waiting for amount in ("1.11", "2.22", "3.33", "4.44")] == [True, False, False, False]
    assert str(waits.id) in waiting


def test_a_payment_of_which_all_went_back_says_so(office):
    _, payment = paid_by_hand()
    refund(payment, "12.50")
    shown = office.get(f"/admin/billing/payment/{payment.id}/change/").content.decode()
    assert "sent back</span>" in " ".join(shown.split()).replace(" </span>", "</span>")
    assert "by hand" in shown
    assert "by_hand" not in shown
