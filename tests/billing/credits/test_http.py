"""Credit notes over HTTP."""

from datetime import UTC, datetime

import pytest

from contexts.billing import models
from gotuto.ids import new_id
from tests.billing import builders
from tests.billing.builders import draft, issued, pay
from tests.clients import customer_api, staff_api

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
FIVE = {"reason": "One arrived broken.", "amount": {"amount": "5.00", "currency": "EUR"}}

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return staff_api("billing")


def path(invoice):
    return f"invoices/{invoice.id}/credit-notes/"


def test_an_amount_is_credited_and_the_credit_note_answered(clerk):
    invoice = issued(now=NOW)
    answer = clerk.post(path(invoice), FIVE)
    note = answer.json()
    assert (answer.status_code, note["kind"], note["number"][:3], note["credits_invoice_id"]) == (
        201, "credit_note", "CN-", str(invoice.id))  # fmt: skip
    assert (note["total"]["amount"], note["credit_reason"], note["status"]) == ("5.00", "One arrived broken.", "paid")
    shown = clerk.get(f"invoices/{invoice.id}/").json()
    assert [shown[name]["amount"] for name in ("amount_credited", "amount_paid", "amount_due")] == [
        "5.00",
        "0.00",
        "7.50",
    ]
    assert shown["settled_by"] is None


def test_pieces_are_credited_and_then_all_that_is_left(clerk):
    invoice = issued(now=NOW, total="6.25")
    line_id = clerk.get(f"invoices/{invoice.id}/").json()["lines"][0]["id"]
    body = {"reason": "Returned", "lines": [{"line_id": line_id, "quantity": 1}]}
    assert clerk.post(path(invoice), body).json()["lines"][0]["credits_line_id"] == line_id
    refusal = clerk.post(path(invoice), body)
    assert (refusal.status_code, refusal.json()["code"]) == (409, "billing.nothing_left_to_credit")
    assert "Only 0 of 1 of line 1" in refusal.json()["detail"]
    assert clerk.get(f"invoices/{invoice.id}/").json()["settled_by"] == "credit"


def test_all_is_credited_without_more_words(clerk):
    invoice = issued(now=NOW)
    assert clerk.post(path(invoice), {"reason": "Returned"}).json()["total"]["amount"] == "12.50"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 400, "reason"),
        ({"reason": ""}, 400, "reason"),
        ({"reason": "x" * 501}, 400, "reason"),
        ({**FIVE, "amonut": 1}, 400, "amonut"),
        ({"reason": "x", "lines": []}, 400, "lines"),
        ({"reason": "x", "lines": [{"line_id": "7", "quantity": 1}]}, 400, "lines.0.line_id"),
        ({"reason": "x", "lines": [{"line_id": str(new_id()), "quantity": 0}]}, 400, "lines.0.quantity"),
        ({"reason": "x", "lines": [{"line_id": str(new_id()), "quantity": 1}]}, 422, "lines"),
        ({**FIVE, "lines": [{"line_id": str(new_id()), "quantity": 1}]}, 422, "amount"),
        ({"reason": "x", "amount": {"amount": "0.00", "currency": "EUR"}}, 422, "amount"),
        ({"reason": "x", "amount": {"amount": "1.001", "currency": "EUR"}}, 400, "amount"),
    ],
)
def test_bad_input_names_the_field_and_nothing_is_written(clerk, body, status, field):
    answer = clerk.post(path(issued(now=NOW)), body)
    assert (answer.status_code, field in answer.json()["errors"]) == (status, True), answer.json()
    assert models.Invoice.objects.filter(kind="credit_note").count() == 0


def test_refusals_have_codes(clerk):
    paid = issued(now=NOW)
    pay(paid.id, "12.50", now=NOW)
    note = builders.credit(issued(now=NOW).id, now=NOW)
    for of, status, code in (
        (draft(now=NOW), 409, "billing.invoice_not_issued"),
        (builders.voided_before(now=NOW), 409, "billing.invoice_void"),
        (note, 409, "billing.invoice_is_credit_note"),
        (paid, 409, "billing.nothing_left_to_credit"),
    ):
        answer = clerk.post(path(of), {"reason": "x"})
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    dollars = {"reason": "x", "amount": {"amount": "1.00", "currency": "USD"}}
    assert clerk.post(path(issued(now=NOW)), dollars).status_code == 422
    assert clerk.post(f"invoices/{new_id()}/credit-notes/", {"reason": "x"}).status_code == 404


def test_a_repeated_request_credits_once(clerk):
    invoice = issued(now=NOW)
    first, again = (clerk.post(path(invoice), FIVE, Idempotency_Key="k1") for _ in range(2))
    assert (again.headers["Idempotency-Replayed"], again.json()["id"]) == ("true", first.json()["id"])
    assert models.Invoice.objects.filter(kind="credit_note").count() == 1


def test_a_dry_run_says_what_would_be_and_draws_no_number(clerk):
    invoice = issued(now=NOW)
    answer = clerk.post(path(invoice), FIVE, Prefer="dry-run")
    assert (answer.status_code, answer.headers["Preference-Applied"]) == (201, "dry-run")
    assert (answer.json()["number"], answer.json()["total"]["amount"]) == (None, "5.00")
    assert models.Invoice.objects.filter(kind="credit_note").count() == 0
    assert not models.NumberCounter.objects.filter(series="CN").exists()


def test_a_customer_sees_the_credit_notes_on_their_invoices(clerk):
    ada, bob = customer_api("ada@example.com"), customer_api("bob@example.com")
    invoice = issued(now=NOW, buyer=builders.customer(ada.get("customers/me/").json()["id"]))
    note = clerk.post(path(invoice), FIVE).json()
    of_order = f"invoices/?order_id={invoice.order_id}"
    assert {one["id"] for one in ada.get(of_order).json()["results"]} == {note["id"], str(invoice.id)}
    assert bob.get(of_order).json()["results"] == []
    assert [one["id"] for one in ada.get("invoices/?kind=credit_note").json()["results"]] == [note["id"]]
    assert [one["id"] for one in ada.get(f"invoices/?credits_invoice_id={invoice.id}").json()["results"]] == [
        note["id"]
    ]
    assert ada.post(path(invoice), FIVE).status_code == 403
