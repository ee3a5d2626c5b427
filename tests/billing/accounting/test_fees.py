"""Fees in the tax adviser's file: the claim, what is waived of it, and the money."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest

from contexts.billing.accounting import reading
from contexts.billing.accounting.dto import Chart
from contexts.billing.errors import AccountsInvalid
from contexts.billing.fees.dto import FeeKind
from contexts.billing.fees.use_cases import waive_fee
from contexts.billing.invoices.models import Invoice
from contexts.billing.ledger.queries import statement
from contexts.billing.payments.use_cases import release_payment, reverse_payment
from contexts.billing.periods.models import ClosedPeriod
from contexts.billing.sellers.queries import get_seller
from gotuto.events import encode
from tests.billing.accounting.books import FIRST, LAST, NOW, accounts, batch, closed, written
from tests.billing.accounting.reader import read
from tests.billing.fees.claiming import claimed, received, settled
from tests.billing.reports.sales import noon, sell
from tests.billing.sellers.builders import described

DAY, NEXT, LATER = (noon(date(2026, 10, day)) for day in (7, 9, 12))


@pytest.fixture
def invoice(db):
    described()
    accounts()
    return sell("119.00")


def told(found):
    return [(one.debit, one.credit, str(one.amount), one.number) for one in found.lines]


def of_fees(found):
    return [one for one in told(found) if {"2700", "4830", "2701"} & set(one[:2])]


def test_a_claim_its_payment_and_what_is_waived(invoice):
    fee, other = (
        claimed(invoice, "5.00", now=DAY),
        claimed(invoice, "40.00", step="b", kind=FeeKind.COMPENSATION, now=DAY),
    )
    payment = received(invoice, "124.00", now=NEXT)
    settled(payment.id, "119.00", invoice_id=invoice.id, now=NEXT)
    settled(payment.id, "5.00", fee_id=fee, now=NEXT)
    waive_fee(fee_id=other, reason="A courtesy", now=LATER)
    found = batch()
    assert told(found) == [
        ("10000", "8400", "119.00", invoice.number),
        ("10000", "2700", "5.00", invoice.number),
        ("10000", "2700", "40.00", invoice.number),
        ("1200", "10000", "124.00", "T-1"),
        ("2700", "10000", "40.00", invoice.number),
    ]
    assert [one.text for one in found.lines][1] == "Mahngebühr first Ada"
    assert [one.text for one in found.lines][-1] == "Erlass Mahngebühr b Ada"
    assert [(one.day.day, one.tax_key) for one in found.lines] == [(5, ""), (7, ""), (7, ""), (9, ""), (12, "")]
    assert (found.balances()["10000"], found.balances()["2700"]) == (D("0.00"), D("-5.00"))


def test_the_debtor_owes_what_stands_on_the_account_of_the_client(invoice):
    fee, other = claimed(invoice, "5.00", now=DAY), claimed(invoice, "2.50", step="b", now=NEXT)
    payment = received(invoice, "103.00", now=NEXT)
    settled(payment.id, "100.00", invoice_id=invoice.id, now=NEXT)
    settled(payment.id, "3.00", fee_id=fee, now=NEXT)
    waive_fee(fee_id=fee, reason="A courtesy", now=NEXT)
    # Waived is waived: what the payment settled of it is claimed no more either.
    release_payment(payment_id=payment.id, fee_id=fee, reason="Mistaken", now=LATER)
    settled(payment.id, "1.00", fee_id=other, now=LATER)
    [account] = statement(client_id=invoice.client_id, first=FIRST, last=LAST, now=NOW).currencies
    assert batch().balances()["10000"] == account.closing.amount == D("18.50")
    assert sorted((one.kind.value, one.amount.amount) for one in account.lines) == [
        ("fee", D("2.50")),
        ("fee", D("5.00")),
        ("fee_waived", D("-3.00")),
        ("fee_waived", D("-2.00")),
        ("invoice", D("119.00")),
        ("payment", D("-103.00")),
    ]
    assert of_fees(batch())[-1] == ("2700", "10000", "3.00", invoice.number)


def test_each_kind_has_an_account_of_its_own(invoice):
    claimed(invoice, "5.00", now=DAY)
    claimed(invoice, "40.00", step="b", kind=FeeKind.COMPENSATION, now=DAY)
    accounts(chart=Chart.SKR04)
    assert {one[1] for one in of_fees(batch())} == {"4830"}
    accounts(accounts={"fee:compensation": "2701"})
    assert sorted(one[1] for one in of_fees(batch())) == ["2700", "2701"]
    for wrong in ({"fee:other": "2700"}, {"fee:reminder": "2700 3"}):
        with pytest.raises(AccountsInvalid):
            accounts(accounts=wrong)


def test_a_closed_month_stands_whatever_becomes_of_its_fees(invoice):
    fee, other = claimed(invoice, "5.00", now=DAY), claimed(invoice, "2.50", step="b", now=DAY)
    payment = received(invoice, "3.00", now=NEXT)
    settled(payment.id, "3.00", fee_id=fee, now=NEXT)
    waive_fee(fee_id=fee, reason="A courtesy", now=NEXT)
    closed()
    content, done = written()
    assert len(of_fees(read(content))) == 3
    later = noon(date(2026, 11, 3))
    reverse_payment(payment_id=payment.id, reason="Returned", now=later)
    waive_fee(fee_id=other, reason="A courtesy", now=later)
    claimed(invoice, "1.00", step="c", now=later)
    assert written() == (content, done)
    november = {"first": date(2026, 11, 1), "last": date(2026, 11, 30), "now": datetime(2026, 12, 20, tzinfo=UTC)}
    assert {(debit, credit, amount) for debit, credit, amount, _ in of_fees(batch(**november))} == {
        ("2700", "10000", "2.50"),
        ("10000", "2700", "1.00"),
        ("2700", "10000", "3.00"),
    }


def test_a_month_that_was_closed_before_fees_were_booked_comes_out_as_it_was(invoice):
    claimed(invoice, "5.00", now=DAY)
    seller, known = get_seller(legal_entity="main").seller, reading.get_accounts("main")
    before, into = replace(known, books_fees=False), io.BytesIO()
    done = reading.write(into, seller, before, FIRST, LAST, made_at=NOW, is_closed=True)
    said = {key: value for key, value in encode(before).items() if key != "books_fees"}
    ClosedPeriod.objects.create(
        legal_entity="main", first=FIRST, last=LAST, accounts=said, bookings=1, digest=done.digest, closed_at=NOW
    )
    assert written()[0] == into.getvalue()
    assert of_fees(read(into.getvalue())) == []


def test_a_fee_of_another_seller_that_is_paid_to_the_shop_moves_between_them(invoice):
    described(legal_entity="berlin", name="Tea Berlin GmbH")
    accounts("berlin")
    sold = sell("50.00", by="berlin")
    Invoice.objects.filter(pk=sold.id).update(client_id=invoice.client_id)
    fee = claimed(sold, "5.00", now=DAY)
    settled(received(invoice, "5.00", now=NEXT).id, "5.00", fee_id=fee, now=NEXT)
    assert [line for line in told(batch()) if "1590" in line] == [("10000", "1590", "5.00", sold.number)]
    theirs = batch(legal_entity="berlin")
    assert [line for line in told(theirs) if "8400" not in line] == [
        ("10000", "2700", "5.00", sold.number),
        ("1590", "10000", "5.00", sold.number),
    ]
    assert theirs.balances()["10000"] == D("50.00")
