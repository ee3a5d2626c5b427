"""Transfers that pay an invoice with the fees beside it."""

from typing import Any
from uuid import UUID, uuid5

import pytest
from django.test import Client

from contexts.billing.bankstatements.dto import LineState, Part
from contexts.billing.bankstatements.models import StatementLine
from contexts.billing.payments.models import Payment
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.ids import FeeId, new_id
from tests.billing.bankstatements.bank import NOW, account, bring, line_of, now_of, states
from tests.billing.bankstatements.files import Entry
from tests.billing.bankstatements.lines import client, decided, invoice, line, parts, pool
from tests.billing.builders import eur, issued, pay
from tests.billing.fees.claiming import claimed, standing
from tests.clients import PASSWORD, staff_api
from tests.office import press

MATCHED, PROPOSED = LineState.MATCHED, LineState.PROPOSED
NUMBER = "INV-2026-000001"


def with_fees(number: int, due: str, *fees: str, **more: Any) -> Any:
    from dataclasses import replace

    found = invoice(number, due, **more)
    ids = [FeeId(uuid5(UUID(int=2), f"{number}/{place}")) for place, _ in enumerate(fees)]
    beside = [Part(invoice_id=found.id, amount=eur(fee), fee_id=key) for key, fee in zip(ids, fees, strict=True)]
    return replace(found, fees=tuple(beside))


@pytest.mark.parametrize(
    ("amount", "due", "settles", "why"),
    [
        ("107.50", "100.00", ["100.00", "2.50", "5.00"], "the amount is what is due with the fees"),
        ("100.00", "100.00", ["100.00"], "the amount is what is due"),
        ("7.50", "0.00", ["2.50", "5.00"], "the amount is the open fees"),
    ],
)
def test_invoice_and_fees_together_are_as_certain_as_the_invoice(
    amount: str, due: str, settles: list[str], why: str
) -> None:
    found = decided(line(amount, NUMBER), with_fees(1, due, "2.50", "5.00", total="100.00"))
    assert (found.state, found.proposals[0].score, parts(found)) == (MATCHED, 90, settles)
    assert why in found.proposals[0].reasons


def test_what_is_more_than_due_settles_the_fees_as_far_as_it_goes() -> None:
    found = decided(line("104.00", NUMBER, name="Ada Lovelace"), with_fees(1, "100.00", "2.50", "5.00"))
    assert (found.state, parts(found)) == (MATCHED, ["100.00", "2.50", "1.50"])


def test_several_invoices_come_first_and_their_fees_after_them() -> None:
    both = [with_fees(1, "100.00", "2.50"), with_fees(2, "50.00", "5.00")]
    found = decided(line("157.50", f"{NUMBER}, INV-2026-000002"), *both)
    assert (found.state, parts(found)) == (MATCHED, ["100.00", "50.00", "2.50", "5.00"])
    assert "the dues of 2 invoices with their fees come to the amount" in found.proposals[0].reasons


def test_a_payer_who_says_nothing_may_have_paid_all_of_it() -> None:
    silent = line("102.50", "thanks", iban="DE1")
    found = decided(silent, with_fees(1, "100.00", "2.50"), DE1=[client("Ada Lovelace")])
    assert (found.state, parts(found)) == (PROPOSED, ["100.00", "2.50"])
    assert "all that they owe comes to the amount" in found.proposals[0].reasons


def test_a_fee_is_settled_once_within_a_batch() -> None:
    from contexts.billing.bankstatements.domain.matching import decide

    known = pool(with_fees(1, "100.00", "2.50"))
    assert parts(decide(line("102.50", NUMBER), known)) == ["100.00", "2.50"]
    assert decide(line("2.50", NUMBER), known).state is PROPOSED


@pytest.mark.django_db
class TestBooked:
    @pytest.fixture(autouse=True)
    def _account(self) -> None:
        account()

    def test_the_transfer_pays_both_by_itself(self) -> None:
        invoice = issued(now=NOW)
        fee = claimed(invoice)
        told = bring(Entry(amount="15.00", text=str(invoice.number)), Entry(amount="1.00", text=str(invoice.number)))
        assert states(told) == [MATCHED, PROPOSED]
        assert (now_of(invoice).status, standing(fee)[0]) == ("paid", "paid")
        assert Payment.objects.get().balance().unallocated == eur("0.00")

    def test_the_fee_alone_is_paid_later(self) -> None:
        invoice = issued(now=NOW)
        fee = claimed(invoice)
        pay(invoice.id, "12.50", now=NOW)
        assert states(bring(Entry(amount="2.50", text=str(invoice.number)))) == [MATCHED]
        assert standing(fee)[0] == "paid"

    def test_staff_accept_or_split_over_rest(self) -> None:
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

        assert split().status_code == 400
        assert split(invoice_id=str(invoice.id), fee_id=str(fee)).status_code == 400
        assert split(fee_id=str(new_id())).json()["code"] == "billing.fee_not_found"
        assert split(fee_id=str(fee)).json()["state"] == "matched"
        assert standing(fee)[0] == "paid"

    def test_staff_see_and_share_it_out_in_the_back_office(self, client: Client) -> None:
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
