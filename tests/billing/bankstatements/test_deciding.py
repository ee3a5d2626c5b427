"""What staff decide about lines that wait, over REST."""

import base64
from typing import Any

import pytest

from contexts.billing.bankstatements.models import StatementLine
from contexts.billing.payments.models import Payment
from gotuto.ids import new_id
from tests.billing.bankstatements.bank import NOW, account, bring, line_of, now_of
from tests.billing.bankstatements.files import Entry, one_statement
from tests.billing.builders import eur, guest, issued
from tests.clients import staff_api

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Any:
    account()
    return staff_api("billing")


def post(staff: Any, line: StatementLine, verb: str, **body: Any) -> Any:
    return staff.post(f"bank-statement-lines/{line.pk}/{verb}/", body)


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def test_a_file_is_read_and_its_lines_are_listed(staff: Any) -> None:
    invoice = issued(now=NOW)
    file = one_statement(Entry(amount="12.50", text=str(invoice.number)), Entry(amount="1.00", iban="", name=""))
    told = staff.post("bank-statements/", {"content": base64.b64encode(file).decode()})
    assert told.status_code == 201, told.content
    (statement,) = told.json()["statements"]
    assert (statement["lines"]["matched"], statement["closing"]) == (1, money("1013.50"))
    assert staff.get("bank-statements/").json()["results"][0]["id"] == statement["id"]
    assert staff.get(f"bank-statements/{statement['id']}/").json() == statement
    (waits,) = staff.get(f"bank-statement-lines/?state=open&statement_id={statement['id']}").json()["results"]
    assert staff.get(f"bank-statement-lines/{waits['id']}/").json() == waits
    assert staff.get(f"bank-statement-lines/{new_id()}/").status_code == 404
    assert staff.post("bank-statements/", {"content": "%"}).json()["code"] == "billing.statement_unreadable"


def test_a_proposal_is_accepted_once(staff: Any) -> None:
    invoice = issued(now=NOW)
    line = line_of(bring(Entry(amount="12.50", text="thanks", name="Somebody")))
    assert post(staff, line, "accept", proposal=2).json()["code"] == "billing.proposal_unknown"
    told = post(staff, line, "accept")
    assert (told.status_code, told.json()["state"]) == (200, "matched")
    assert now_of(invoice).status == "paid"
    assert post(staff, line, "accept").json()["code"] == "billing.statement_line_decided"


def test_what_is_too_much_is_the_balance(staff: Any) -> None:
    invoice = issued(now=NOW)
    line = line_of(bring(Entry(amount="20.00", text=str(invoice.number), name="Nobody")))
    assert post(staff, line, "accept").status_code == 200
    assert Payment.objects.get().balance().unallocated == eur("7.50")


def test_a_line_is_split_over_invoices_of_a_client(staff: Any) -> None:
    invoice, other = issued(now=NOW), issued(now=NOW, buyer=guest("Ben"))
    line = line_of(bring(Entry(amount="20.00", text="x", name="", iban="")))
    part = {"invoice_id": str(invoice.id), "amount": money("10.00")}

    def refused(**body: Any) -> str:
        return str(post(staff, line, "split", **body).json()["code"])

    assert refused() == "billing.split_needs_client"
    assert refused(parts=[{**part, "amount": money("21.00")}]) == "billing.split_too_large"
    assert refused(parts=[{**part, "invoice_id": str(new_id())}]) == "billing.invoice_not_found"
    assert refused(parts=[part, {**part, "invoice_id": str(other.id)}]) == "billing.split_needs_client"
    assert post(staff, line, "split", parts=[part]).json()["state"] == "matched"
    assert now_of(invoice).amount_due == eur("2.50")
    assert Payment.objects.get().balance().unallocated == eur("10.00")


def test_money_of_a_client_may_settle_nothing_yet(staff: Any) -> None:
    invoice = issued(now=NOW)
    line = line_of(bring(Entry(amount="20.00", text="x", name="", iban="")))
    assert post(staff, line, "split", client_id=str(invoice.client_id)).status_code == 200
    assert Payment.objects.get().balance().unallocated == eur("20.00")


def test_what_went_out_is_accepted_or_parked_and_not_split(staff: Any) -> None:
    invoice = issued(now=NOW)
    bring(Entry(amount="12.50", text=str(invoice.number), ref="B1", iban="X"))
    line = line_of(bring(Entry(amount="-12.50", ref="B2", iban="Y", reversal=True), number="2"))
    assert post(staff, line, "split").json()["code"] == "billing.split_of_debit"
    told = post(staff, line, "park", reason="Asked the bank.")
    assert (told.json()["state"], told.json()["note"]) == ("parked", "Asked the bank.")
    assert post(staff, line, "accept").json()["state"] == "matched"
    assert now_of(invoice).amount_due == eur("12.50")
