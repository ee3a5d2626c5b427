"""Transfers that pay an invoice with the fees beside it."""

from typing import Any

import pytest
from django.test import Client

from contexts.billing.bankstatements.dto import LineState
from contexts.billing.bankstatements.models import StatementLine
from contexts.billing.payments.models import Payment
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.ids import new_id
from tests.billing.bankstatements.bank import NOW, account, bring, line_of, now_of, states
from tests.billing.bankstatements.files import Entry
from tests.billing.builders import eur, issued, pay
from tests.billing.fees.claiming import claimed, standing
from tests.clients import PASSWORD, staff_api
from tests.office import press

pytestmark = pytest.mark.django_db
MATCHED, PROPOSED = LineState.MATCHED, LineState.PROPOSED


@pytest.fixture(autouse=True)
def giro() -> None:
    account()


def test_the_transfer_pays_both_by_itself() -> None:
    invoice = issued(now=NOW)
    fee = claimed(invoice)
    told = bring(Entry(amount="15.00", text=str(invoice.number)), Entry(amount="1.00", text=str(invoice.number)))
    assert states(told) == [MATCHED, PROPOSED]
    assert (now_of(invoice).status, standing(fee)[0]) == ("paid", "paid")
    assert Payment.objects.get().balance().unallocated == eur("0.00")


def test_the_fee_alone_is_paid_later() -> None:
    invoice = issued(now=NOW)
    fee = claimed(invoice)
    pay(invoice.id, "12.50", now=NOW)
    assert states(bring(Entry(amount="2.50", text=str(invoice.number)))) == [MATCHED]
    assert standing(fee)[0] == "paid"


def test_staff_accept_or_split_over_rest() -> None:
    invoice, staff = issued(now=NOW), staff_api("billing")
    fee = claimed(invoice)
    first = line_of(bring(Entry(amount="13.00", text=str(invoice.number), name="Nobody")))
    [proposal] = staff.get(f"bank-statement-lines/{first.pk}/").json()["proposals"]
    assert [(part["invoice_id"], part["fee_id"]) for part in proposal["parts"]] == [
        (str(invoice.id), None),
        (str(invoice.id), str(fee)),
    ]
    assert staff.post(f"bank-statement-lines/{first.pk}/accept/", {}).status_code == 200
    assert (now_of(invoice).status, standing(fee)) == ("paid", ("open", "0.50", "2.00"))
    second = line_of(bring(Entry(amount="2.00", text="x", name="", iban=""), number="2"))

    def split(**part: Any) -> Any:
        body = {"parts": [{"amount": {"amount": "2.00", "currency": "EUR"}, **part}]}
        return staff.post(f"bank-statement-lines/{second.pk}/split/", body)

    assert split().status_code == 422
    assert split(invoice_id=str(invoice.id), fee_id=str(fee)).status_code == 422
    assert split(fee_id=str(new_id())).json()["code"] == "billing.fee_not_found"
    assert split(fee_id=str(fee)).json()["state"] == "matched"
    assert standing(fee)[0] == "paid"


def test_staff_see_and_share_it_out_in_the_back_office(client: Client) -> None:
    ensure_staff(email="root@example.com", password=PASSWORD, roles=[], is_superuser=True, now=NOW)
    assert client.login(username="root@example.com", password=PASSWORD)
    invoice = issued(now=NOW)
    fee = claimed(invoice)
    row = line_of(bring(Entry(amount="14.00", text=str(invoice.number), name="Nobody")))
    page = f"/admin/billing/statementline/{row.pk}/"
    assert f"fee beside {invoice.number}" in client.get(f"{page}change/").content.decode()
    assert "1.50 EUR of the fee" in client.get(f"{page}accept/").content.decode()
    assert f"2.50 EUR are open, beside {invoice.number}" in client.get(f"{page}split/").content.decode()
    given = {f"part_{invoice.id}": "11.50", f"fee_{fee}": "2.50"}
    press(client, f"{page}split/", client=str(invoice.client_id), **given)
    assert StatementLine.objects.get().state == "matched"
    assert (now_of(invoice).amount_due, standing(fee)[0]) == (eur("1.00"), "paid")
