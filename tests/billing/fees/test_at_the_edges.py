"""Fees over REST, in the back office, and behind the link of a mail."""

from html import unescape

import pytest

from contexts.billing.fees.models import Fee
from contexts.billing.fees.queries import open_fees
from contexts.billing.fees.use_cases import waive_fee
from contexts.billing.payments.models import Payment
from contexts.billing.payments.queries import get_payment
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.ids import new_id
from tests.billing.builders import customer, eur, issued
from tests.billing.fees.claiming import NOW, claimed, received, settled, standing
from tests.clients import PASSWORD, staff_api
from tests.office import press, said

pytestmark = pytest.mark.django_db
PAYMENTS, FEES = "/admin/billing/payment/", "/admin/billing/fee/"


@pytest.fixture
def invoice():
    return issued(now=NOW, buyer=customer(new_id()))


@pytest.fixture
def fee(invoice):
    return claimed(invoice)


@pytest.fixture
def office(client):
    ensure_staff(email="clerk@example.com", password=PASSWORD, roles=["billing"], is_superuser=False, now=NOW)
    assert client.login(username="clerk@example.com", password=PASSWORD)
    return client


def money(amount):
    return {"amount": amount, "currency": "EUR"}


def test_a_program_shares_a_payment_among_invoice_and_fee_and_takes_it_back(invoice, fee):
    api, payment = staff_api("billing"), received(invoice, "15.00")
    book, back = f"payments/{payment.id}/allocations/", f"payments/{payment.id}/releases/"
    assert api.post(book, {"invoice_id": str(invoice.id), "amount": money("12.50")}).status_code == 201
    asked = {"fee_id": str(fee), "amount": money("2.50")}
    foreseen = api.post(book, asked, Prefer="dry-run")
    assert (foreseen.json()["amount_unallocated"], standing(fee)[0]) == (money("0.00"), "open")
    told = api.post(book, asked, Idempotency_Key="a-key-of-twenty-letters").json()
    assert [(one["invoice_id"], one["fee_id"]) for one in told["allocations"]] == [
        (str(invoice.id), None),
        (None, str(fee)),
    ]
    again = api.post(book, asked, Idempotency_Key="a-key-of-twenty-letters")
    assert (again.json(), again["Idempotency-Replayed"]) == (told, "true")
    [listed] = api.get(f"fees/?invoice_id={invoice.id}").json()["results"]
    assert (listed["state"], listed["amount_paid"], listed["amount_open"]) == ("paid", money("2.50"), money("0.00"))
    assert [one["id"] for one in api.get(f"payments/?fee_id={fee}").json()["results"]] == [str(payment.id)]
    assert api.get(f"payments/?fee_id={new_id()}").json()["results"] == []
    assert api.post(f"fees/{fee}/waive/", {"reason": "x"}).json()["code"] == "billing.fee_settled"
    freed = api.post(back, {"fee_id": str(fee), "reason": "Mistaken"}).json()
    assert (freed["amount_unallocated"], standing(fee)[0]) == (money("2.50"), "open")


def test_a_program_names_one_claim(invoice, fee):
    api, payment = staff_api("billing"), received(invoice, "15.00")
    for verb, more in (("allocations", {"amount": money("1.00")}), ("releases", {"reason": "x"})):
        for claim in ({}, {"invoice_id": str(invoice.id), "fee_id": str(fee)}):
            told = api.post(f"payments/{payment.id}/{verb}/", {**claim, **more})
            assert (told.status_code, list(told.json()["errors"])) == (422, ["invoice_id"])
    too_much = api.post(f"payments/{payment.id}/allocations/", {"fee_id": str(fee), "amount": money("2.51")})
    assert (too_much.status_code, too_much.json()["code"]) == (409, "billing.fee_overpaid")


def test_a_program_books_money_for_a_fee(fee):
    api = staff_api("billing")
    asked = {"amount": money("1.00"), "method": "cash", "reference": "F-1", "received_on": "2026-11-19"}
    told = api.post(f"fees/{fee}/payments/", asked)
    assert (told.status_code, told.json()["amount_open"]) == (201, money("1.50"))
    assert Payment.objects.get().received_on.isoformat() == "2026-11-19"
    assert api.post(f"fees/{new_id()}/payments/", asked).status_code == 404
    assert staff_api("support").post(f"fees/{fee}/payments/", asked).status_code == 403


def test_staff_settle_a_fee_from_the_page_of_the_payment_and_take_it_off(office, invoice, fee):
    payment = received(invoice, "15.00")
    shown = unescape(office.get(f"{PAYMENTS}{payment.id}/allocate/").content.decode())
    assert f"fee first beside {invoice.number}: 2.50 EUR open" in shown
    assert f"{invoice.number}: 12.50 EUR due" in shown
    press(office, f"{PAYMENTS}{payment.id}/allocate/", claim=str(fee), amount="")
    assert standing(fee)[0] == "paid"
    page = office.get(f"{PAYMENTS}{payment.id}/change/").content.decode()
    assert f"fee first beside {invoice.number}" in page
    shown = unescape(office.get(f"{PAYMENTS}{payment.id}/release/").content.decode())
    assert f"beside {invoice.number}: 2.50 EUR" in shown
    assert "Invoices" not in shown.split("<optgroup", 1)[1].split("</select", 1)[0]
    press(office, f"{PAYMENTS}{payment.id}/release/", claim=str(fee), reason="Mistaken")
    assert standing(fee)[0] == "open"


def test_staff_settle_as_much_of_an_invoice_as_the_payment_has(office, invoice, fee):
    payment = received(invoice, "10.00")
    press(office, f"{PAYMENTS}{payment.id}/allocate/", claim=str(invoice.id), amount="")
    assert get_payment(payment_id=payment.id).amount_unallocated == eur("0.00")
    assert standing(fee)[0] == "open"


def test_a_choice_that_is_not_there_is_refused(office, invoice, fee):
    payment = received(invoice, "15.00")
    refused = press(office, f"{PAYMENTS}{payment.id}/allocate/", claim=str(new_id()), amount="2.50")
    assert "Select a valid choice" in refused.content.decode()


def test_staff_book_money_on_the_page_of_the_fee_and_waive_the_rest(office, fee):
    told = {"amount": "1.00", "method": "cash", "reference": "F-1", "received_on": "2026-11-19"}
    assert "1.50" not in office.get(f"{FEES}{fee}/change/").content.decode()
    press(office, f"{FEES}{fee}/record_payment/", **told)
    page = unescape(office.get(f"{FEES}{fee}/change/").content.decode())
    assert "1.50 EUR" in page
    assert "F-1" in page
    assert "done" in said(press(office, f"{FEES}{fee}/waive/", reason="A courtesy"))[0]
    assert standing(fee) == ("waived", "1.00", "0.00")
    assert "clerk@example.com" in office.get(f"{FEES}{fee}/change/").content.decode()
    assert f"{FEES}{fee}/record_payment/" not in office.get(f"{FEES}{fee}/change/").content.decode()
    assert "0.00 EUR" in office.get(FEES).content.decode()


def test_the_page_of_an_invoice_shows_what_is_claimed_beside_it(office, invoice, fee):
    settled(received(invoice, "1.00").id, "1.00", fee_id=fee)
    shown = office.get(f"/admin/billing/invoice/{invoice.id}/change/").content.decode()
    assert f"{FEES}{fee}/change/" in shown
    assert "first of 2026-11-20" in shown
    assert "1.50 EUR" in shown


def test_what_is_open_beside_an_invoice(invoice, fee):
    asked = {"invoice_id": invoice.id, "currency": "EUR"}
    other = claimed(invoice, "5.00", step="second")
    settled(received(invoice, "1.00").id, "1.00", fee_id=fee)
    assert open_fees(**asked) == eur("6.50")
    waive_fee(fee_id=other, reason="A courtesy", now=NOW)
    assert (open_fees(**asked), Fee.objects.count()) == (eur("1.50"), 2)
