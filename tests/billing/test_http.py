"""Invoices, payments and clients as the outside sees them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from structlog.testing import capture_logs

from contexts.billing.clients.use_cases import create_client
from contexts.billing.invoices.use_cases import open_invoice
from contexts.customer.accounts.use_cases import ensure_customer
from contexts.customer.models import User
from gotuto.ids import new_id
from tests.billing import builders
from tests.billing.builders import draft, guest, issued, line, pay, voided_before
from tests.clients import Api, customer_api, staff_api

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
FIVE = {"amount": {"amount": "5.00", "currency": "EUR"}, "method": "card", "reference": "R-1"}


@pytest.fixture
def clerk(db):
    return staff_api("billing")


def person(email="ada@example.com"):
    return ensure_customer(email=email, name="Ada", password="a-long-password-9", now=NOW)


def paths(answer):
    return sorted(answer.json()["errors"])


def test_an_invoice_has_the_promised_fields(clerk):
    invoice = issued(now=NOW)
    shown = clerk.get(f"invoices/{invoice.id}/").json()
    assert (shown["id"], shown["number"], shown["status"]) == (str(invoice.id), "INV-2026-000001", "sent")
    assert (shown["client_id"], shown["order_id"]) == (str(invoice.client_id), str(invoice.order_id))
    assert (shown["issue_date"], shown["due_date"]) == ("2026-11-20", "2026-12-04")
    assert shown["total"] == shown["amount_due"] == {"amount": "12.50", "currency": "EUR"}
    assert (shown["net"]["amount"], shown["tax"]["amount"]) == ("10.50", "2.00")
    assert shown["lines"][0]["unit_price"]["amount"] == "12.50"
    assert (shown["tax_lines"][0]["rate"], shown["tax_lines"][0]["tax"]["amount"]) == ("0.19", "2.00")


def test_partial_payments_add_up(clerk):
    invoice = issued(now=NOW)
    first = clerk.post(f"invoices/{invoice.id}/payments/", FIVE)
    assert (first.status_code, first.json()["status"], first.json()["amount_due"]["amount"]) == (201, "sent", "7.50")
    rest = {"amount": {"amount": "7.50", "currency": "EUR"}, "method": "card", "reference": "R-2"}
    second = clerk.post(f"invoices/{invoice.id}/payments/", rest)
    assert (second.status_code, second.json()["status"]) == (201, "paid")


def test_the_same_key_pays_once_and_shows_the_invoice_as_it_is_now(clerk):
    invoice = issued(now=NOW)
    clerk.post(f"invoices/{invoice.id}/payments/", FIVE, Idempotency_Key="k1")
    again = clerk.post(f"invoices/{invoice.id}/payments/", FIVE, Idempotency_Key="k1")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json()["amount_due"]["amount"] == "7.50"
    other = clerk.post(f"invoices/{invoice.id}/payments/", {**FIVE, "reference": "R-9"}, Idempotency_Key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.key_reused")


def test_payments_are_refused_with_codes(clerk):
    invoice = issued(now=NOW)
    too_much = {**FIVE, "amount": {"amount": "99.00", "currency": "EUR"}}
    answer = clerk.post(f"invoices/{invoice.id}/payments/", too_much)
    assert (answer.status_code, answer.json()["code"]) == (409, "billing.overpaid")
    nothing = {**FIVE, "amount": {"amount": "0.00", "currency": "EUR"}}
    answer = clerk.post(f"invoices/{invoice.id}/payments/", nothing)
    assert (answer.status_code, answer.json()["code"]) == (422, "billing.amount_not_positive")
    answer = clerk.post(f"invoices/{voided_before(now=NOW).id}/payments/", FIVE)
    assert (answer.status_code, answer.json()["code"]) == (409, "billing.invoice_void")
    answer = clerk.post(f"invoices/{new_id()}/payments/", FIVE)
    assert (answer.status_code, answer.json()["code"]) == (404, "billing.invoice_not_found")


def test_the_form_of_a_payment_proposes_what_is_due(clerk):
    invoice = issued(now=NOW)
    pay(invoice.id, "5.00", now=NOW)
    page = clerk.get(f"invoices/{invoice.id}/payments/", Accept="text/html").content.decode()
    assert "&quot;amount&quot;: &quot;7.50&quot;" in page


def test_malformed_payments_name_the_field(clerk):
    answer = clerk.post(f"invoices/{new_id()}/payments/", {"amount": "12"})
    assert answer.status_code == 400
    assert paths(answer) == ["amount", "method", "reference"]


def test_a_customer_sees_his_own_invoices_only(db):
    ada, bob = person(), person("bob@example.com")
    own = issued(now=NOW, buyer=builders.customer(ada.id))
    others = issued(now=NOW, buyer=builders.customer(bob.id))
    as_ada = customer_api("ada@example.com")
    assert [row["id"] for row in as_ada.get("invoices/").json()["results"]] == [str(own.id)]
    assert as_ada.get(f"invoices/?client_id={bob.id}").json()["results"] == []
    assert as_ada.get(f"invoices/{own.id}/").status_code == 200
    assert as_ada.get(f"invoices/{others.id}/").status_code == 404
    assert as_ada.post(f"invoices/{own.id}/payments/", FIVE).status_code == 403
    assert as_ada.get("clients/").status_code == 403


def test_staff_without_the_role_see_and_do_not_touch(db):
    invoice, staff = issued(now=NOW), staff_api("support")
    assert staff.get(f"invoices/{invoice.id}/").status_code == 200
    assert staff.get(f"clients/{invoice.client_id}/").status_code == 200
    assert staff.post(f"invoices/{invoice.id}/payments/", FIVE).status_code == 403
    assert staff.post("clients/", {"name": "Bob", "email": "bob@example.com"}).status_code == 403
    assert staff.delete(f"invoices/{invoice.id}/").status_code == 403


def test_guests_are_asked_to_sign_in(db):
    assert Api().get("invoices/").status_code == 401
    assert Api().get("clients/").status_code == 401


def test_invoices_are_filtered(clerk):
    first, second = issued(now=NOW), draft(now=NOW)

    def found(query):
        return [row["id"] for row in clerk.get(f"invoices/?{query}").json()["results"]]

    assert found("status=draft") == [str(second.id)]
    assert found(f"order_id={first.order_id}") == [str(first.id)]
    assert found(f"client_id={second.client_id}") == [str(second.id)]
    assert found("ordering=created_at") == [str(first.id), str(second.id)]
    assert paths(clerk.get("invoices/?status=lost")) == ["status"]


def test_invoices_are_found_by_number_and_by_the_words_of_their_buyer(clerk):
    ada, bob = issued(now=NOW), issued(now=NOW, buyer=guest("Bob"))

    def found(query):
        return [row["id"] for row in clerk.get(f"invoices/?{query}").json()["results"]]

    assert found(f"number={ada.number.lower()}") == [str(ada.id)]
    assert found(f"search={bob.number.lower()}") == [str(bob.id)]
    assert found("search=bo") == [str(bob.id)]
    assert found("search=babbage") == found("search=%2B") == found("number=4711") == []


def test_invoices_are_sorted_by_number_due_date_and_total_without_drafts_where_these_lack_it(clerk):
    small, large = issued(now=NOW, total="5.00"), issued(now=NOW + timedelta(days=1), total="50.00")
    unsent = draft(now=NOW, total="20.00")

    def found(ordering):
        page = clerk.get(f"invoices/?ordering={ordering}&page_size=1").json()
        while page["results"]:
            yield from (row["id"] for row in page["results"])
            page = clerk.get(page["next"].partition("/api/v1/")[2]).json() if page["next"] else {"results": []}

    issued_ones = [str(small.id), str(large.id)]
    assert list(found("number")) == list(found("due_date")) == issued_ones
    assert list(found("-number")) == list(found("-due_date")) == issued_ones[::-1]
    assert list(found("total")) == [str(small.id), str(unsent.id), str(large.id)]


def test_payments_are_sorted_by_their_amount(clerk):
    invoice = issued(now=NOW)
    for reference, amount in (("R-1", "3.00"), ("R-2", "1.00"), ("R-3", "2.00")):
        pay(invoice.id, amount, now=NOW, reference=reference)
    listed = clerk.get("payments/?ordering=-amount").json()["results"]
    assert [row["reference"] for row in listed] == ["R-1", "R-3", "R-2"]


def test_clients_are_found_by_words_and_by_their_hold(clerk):
    bob = clerk.post("clients/", {"name": "Bob Babbage", "email": "bob@example.com"}).json()
    clerk.post("clients/", {"name": "Ada King", "email": "ada@example.com"})

    def found(query):
        return [row["id"] for row in clerk.get(f"clients/?{query}").json()["results"]]

    assert found("search=babb") == found("search=bob@example") == [bob["id"]]
    assert found("search=%2B") == found("on_hold=true") == []
    held = clerk.patch(f"clients/{bob['id']}/", {"on_hold": True, "hold_reason": "Does not pay."})
    assert held.status_code == 200, held.json()
    assert found("on_hold=true") == [bob["id"]]


def test_a_list_costs_the_same_however_long_it_is(clerk):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            assert clerk.get("invoices/").status_code == 200
        return len(captured)

    issued(now=NOW)
    few = statements()
    for _ in range(9):
        issued(now=NOW)
    assert statements() == few


def test_a_draft_without_an_order_can_be_deleted(clerk):
    single = open_invoice(order_id=None, buyer=guest(), currency="EUR", lines=[line()], now=NOW)
    tag = clerk.get(f"invoices/{single.id}/").headers["ETag"]
    assert clerk.delete(f"invoices/{single.id}/", If_Match='"9-0123456789abcdef"').status_code == 412
    assert clerk.delete(f"invoices/{single.id}/", If_Match=tag).status_code == 204
    answer = clerk.delete(f"invoices/{draft(now=NOW).id}/")
    assert (answer.status_code, answer.json()["code"]) == (409, "billing.invoice_not_deletable")


def test_a_client_is_entered_changed_and_deleted(clerk):
    address = {"name": "Bob", "line1": "Alley 2", "postal_code": "20095", "city": "Hamburg", "country": "DE"}
    made = clerk.post("clients/", {"name": "Bob", "email": "bob@example.com", "address": address})
    assert made.status_code == 201
    path = f"clients/{made.json()['id']}/"
    assert clerk.get(path).json()["address"]["city"] == "Hamburg"
    changed = clerk.patch(path, {"phone": "+4940"}, If_Match=made.headers["ETag"])
    assert (changed.status_code, changed.json()["phone"]) == (200, "+4940")
    assert clerk.patch(path, {"phone": "+4941"}, If_Match=made.headers["ETag"]).status_code == 412
    assert clerk.get("clients/?email=bob@example.com").json()["results"] == [changed.json()]
    assert clerk.delete(path).status_code == 204
    assert clerk.get(path).status_code == 404


def test_entering_a_client_can_be_repeated(clerk):
    body = {"name": "Bob", "email": "bob@example.com"}
    first, again = (clerk.post("clients/", body, Idempotency_Key="k1") for _ in range(2))
    assert first.json() == again.json()


def test_half_an_address_is_refused(clerk):
    client = create_client(name="Bob", email="bob@example.com", now=NOW)
    answer = clerk.patch(f"clients/{client.id}/", {"address": {"name": "Bob", "line1": "Alley 2"}})
    assert answer.status_code == 400
    assert paths(answer) == ["address.country"]
    half = {"address": {"name": "Bob", "line1": "Alley 2", "country": "DE"}}
    assert paths(clerk.patch(f"clients/{client.id}/", half)) == ["address.city", "address.postal_code"]


def test_a_client_with_invoices_is_kept(clerk):
    answer = clerk.delete(f"clients/{draft(now=NOW).client_id}/")
    assert (answer.status_code, answer.json()["code"]) == (409, "billing.client_has_invoices")


def test_staff_are_told_who_booked_a_payment_and_the_customer_is_not(clerk):
    as_ada = customer_api("ada@example.com")
    invoice = issued(buyer=builders.customer(person().id), now=NOW)
    with capture_logs() as said, TestCase.captureOnCommitCallbacks(execute=True):
        clerk.post(f"invoices/{invoice.id}/payments/", FIVE)
    me = str(User.objects.get(email="billing@example.com").id)
    assert [paid["actor"] for paid in clerk.get(f"invoices/{invoice.id}/").json()["payments"]] == [me]
    for shown in (as_ada.get(f"invoices/{invoice.id}/").json(), as_ada.get("invoices/").json()["results"][0]):
        assert [paid["actor"] for paid in shown["payments"]] == [None]
    [told] = [line for line in said if line["event"] == "payment_booked"]
    assert (told["actor"], told["number"], told["invoice"]) == (me, invoice.number, str(invoice.id))
