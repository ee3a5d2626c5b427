"""The file for the tax adviser, by a reader of its own."""

from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest

from contexts.billing.accounting.dto import Chart
from contexts.billing.errors import AccountsMissing, TwoFiscalYears
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments.dto import Channel, Reversal
from contexts.billing.payments.models import Allocation, Payment
from contexts.billing.payments.use_cases import collect_payment, receive_payment, reverse_payment
from contexts.billing.refunds.use_cases import pay_out_by_hand, request_refund
from gotuto.ids import PaymentId, new_id
from gotuto.money import Money
from tests.billing.accounting.books import FIRST, LAST, accounts, batch, written
from tests.billing.accounting.reader import read
from tests.billing.builders import draft, guest, issued
from tests.billing.reports.sales import FRENCH, OSS, credited, declared, noon, of_main, sell
from tests.billing.sellers.builders import described

DAY = date(2026, 10, 7)


@pytest.fixture
def seller(db):
    described(registrations=(OSS,))
    accounts()


def paid(invoice, amount, *, on=DAY, method="bank_transfer", reference="R-1", **more):
    return collect_payment(
        invoice_id=invoice.id,
        amount=Money.of(amount, "EUR"),
        method=method,
        reference=reference,
        channel=Channel.STAFF,
        now=noon(on),
        **more,
    )


def told(found):
    return [(one.debit, one.credit, str(one.amount), one.number) for one in found.lines]


def test_a_sale_its_payment_and_what_goes_back(seller):
    invoice = sell("119.00", on=date(2026, 10, 5))
    payment = paid(invoice, "119.00")
    note = credited(invoice, "19.00", on=date(2026, 10, 9))
    reverse_payment(payment_id=payment.id, kind=Reversal.CHARGEBACK, reason="Not mine", now=noon(date(2026, 10, 12)))
    found = batch()
    assert told(found) == [
        ("10000", "8400", "119.00", invoice.number),
        ("1200", "10000", "119.00", invoice.number),
        ("8400", "10000", "19.00", note.number),
        ("10000", "1200", "119.00", invoice.number),
    ]
    assert [one.text for one in found.lines] == [
        "Rechnung Ada",
        "Zahlung bank_transfer R-1",
        f"Gutschrift zu {invoice.number} Ada",
        "Rückbelastung bank_transfer R-1",
    ]
    assert [one.day.day for one in found.lines] == [5, 7, 9, 12]
    assert sum(found.balances().values()) == 0
    assert found.balances()["10000"] == D("100.00")


def test_sums_by_account_are_those_of_the_vat_report(seller):
    sell("119.00", more=(("10.70", "reduced"),))
    sell("120.00", "FR")
    sell("500.00", "CH")
    sell("100.00", "FR", vat_id=FRENCH)
    credited(sell("59.50"), "11.90")
    balances = batch().balances()
    rows = declared(of_main(first=FIRST, last=LAST))
    gross = {}
    for where, country, category, rate, net, tax, _ in rows:
        key = (where, country, category, int(rate))
        gross[key] = D(net.split()[0]) + D(tax.split()[0])
    by_account = {account: -amount for account, amount in balances.items() if account.startswith("8")}
    assert sum(by_account.values()) == sum(gross.values())
    assert by_account["8400"] == gross[("home", "DE", "S", 19)] == D("166.60")
    assert by_account["8300"] == gross[("home", "DE", "S", 7)] == D("10.70")
    assert by_account["8320"] == gross[("oss", "FR", "S", 20)]
    assert by_account["8120"] == gross[("home", "DE", "G", 0)]


def test_what_is_taxed_elsewhere_says_where_and_how_high(seller):
    sell("120.00", "FR")
    sell("124.00", "GR")
    assert [(one.credit, one.eu, one.eu_rate) for one in batch().lines] == [
        ("8320", "FR", "20,00"),
        ("8320", "EL", "24,00"),
    ]


def test_money_adds_up_to_the_payments_journal(seller):
    invoice = sell("119.00")
    paid(invoice, "100.00", method="card", reference="A")
    paid(invoice, "50.00", method="cash", reference="B")
    payment = paid(sell("30.00"), "30.00", reference="C")
    client = Payment.objects.get(pk=payment.id).client_id
    receive_payment(client_id=client, amount=Money.of("7.00", "EUR"), method="sepa", reference="Ü 1; 2", now=noon(DAY))
    balances = batch().balances()
    assert {key: balances[key] for key in ("1360", "1000", "1200")} == {
        "1360": D("107.00"), "1000": D("50.00"), "1200": D("30.00"),
    }  # fmt: skip
    assert sum(balances[key] for key in ("1360", "1000", "1200")) == sum(
        Payment.objects.values_list("amount", flat=True)
    )
    assert "--1--2" in {one.number for one in batch().lines}


def test_a_refund_is_booked_on_the_day_it_happened(seller):
    payment = paid(sell("30.00"), "50.00")
    refund = request_refund(
        payment_id=PaymentId(payment.id), amount=Money.of("20.00", "EUR"), reason="Too much", now=noon(DAY)
    )
    assert batch().balances()["1200"] == D("50.00")
    pay_out_by_hand(refund_id=refund.id, reference="T-9", now=noon(date(2026, 10, 20)))
    last = batch().lines[-1]
    assert (last.debit, last.credit, str(last.amount), last.day.day, last.text) == (
        "10000", "1200", "20.00", 20, "Erstattung bank_transfer T-9",
    )  # fmt: skip


def test_the_other_chart_and_accounts_of_ones_own(seller):
    accounts(chart=Chart.SKR04, accounts={"sale:home:S:19": "4401 3", "money:card": "1461", "debtors": "12000"})
    paid(sell("119.00"), "119.00", method="card")
    sale, payment = batch().lines
    assert (sale.debit, sale.credit, sale.tax_key) == ("12000", "4401", "3")
    assert (payment.debit, payment.credit) == ("1461", "12000")
    assert batch().header[27] == '"04"'


def test_the_header_names_whose_books_and_which_days(seller):
    found = batch()
    assert [found.header[number] for number in (11, 12, 13, 14, 15, 16, 21, 22)] == [
        "29098", "55003", "20260101", "4", "20261001", "20261031", "0", '"EUR"',
    ]  # fmt: skip
    assert not found.lines


def test_a_fiscal_year_that_begins_in_july(seller):
    accounts(fiscal_month=7)
    assert batch().header[13] == "20260701"
    assert batch(first=date(2026, 3, 1), last=date(2026, 3, 31)).header[13] == "20250701"
    with pytest.raises(TwoFiscalYears, match="Ask for 2026-06-01 to 2026-06-30 first"):
        written(first=date(2026, 6, 1), last=LAST)
    accounts(fiscal_month=1)
    with pytest.raises(TwoFiscalYears):
        written(first=date(2025, 12, 1), last=date(2026, 1, 31))


@pytest.mark.parametrize(
    ("name", "shown", "replaced"),
    [
        ("Müller & Söhne „Süß“ 5 €", "Müller & Söhne „Süß“ 5 €", 0),
        ('"Quote"; Ltd', '"Quote"; Ltd', 0),
        ("Łódź Ștefan İpek", "Lódz Stefan Ipek", 1),
        ("Tea \U0001f375 東京", "Tea ? ??", 1),
        ("Family \U0001f468\u200d\U0001f469", "Family ??", 1),
        ("e\u0301te\u0301", "été", 0),
        ("A" * 100, "A" * 51, 0),
    ],
)
def test_names_in_the_characters_of_the_format(seller, name, shown, replaced):
    issued(now=noon(DAY), total="11.90", buyer=guest(name))
    content, done = written()
    assert read(content).lines[0].text == f"Rechnung {shown}"
    assert done.replaced == replaced


def test_two_sellers_have_books_of_their_own(seller):
    described(legal_entity="south")
    accounts("south", client_number=7)
    mine, theirs = sell("119.00"), sell("238.00", by="south")
    payment = paid(mine, "200.00")
    assert told(batch(legal_entity="south")) == [("10000", "8400", "238.00", theirs.number)]
    # The rest of it settles what is owed to the other seller.
    Allocation.objects.create(
        id=new_id(), payment_id=payment.id, invoice_id=theirs.id, amount=D("81.00"), channel=Channel.STAFF,
        booked_at=noon(date(2026, 10, 8)),
    )  # fmt: skip
    assert told(batch())[-1] == ("10000", "1590", "81.00", theirs.number)
    assert told(batch(legal_entity="south"))[-1] == ("1590", "10000", "81.00", theirs.number)
    assert batch(legal_entity="south").balances()["10000"] == D("157.00")
    assert batch().balances()["10000"] == D("0.00")


def test_other_currencies_are_left_out_and_said(seller):
    sell("119.00", currency="USD")
    done = written()[1]
    assert (done.left_out, done.bookings) == (1, 0)


def test_documents_of_before_are_taxed_at_home(seller):
    invoice = draft(now=noon(DAY), total="119.00")
    Invoice.objects.filter(pk=invoice.id).update(
        seller=None, deliver_to="", number="OLD-1", year=2026, sequence=1, status="sent", issue_date=DAY, due_date=DAY,
        issued_at=noon(DAY),
    )  # fmt: skip
    [sale] = batch().lines
    assert (sale.credit, sale.number) == ("8400", "OLD-1")


def test_without_accounts_there_is_no_file(db):
    described()
    with pytest.raises(AccountsMissing, match="Enter the numbers"):
        written()


def test_days_are_those_of_the_seller(seller):
    """Half past midnight in Berlin is still the day before in Greenwich."""
    described(time_zone="Europe/Berlin")
    invoice = sell("30.00")
    payment = paid(invoice, "30.00")
    reverse_payment(payment_id=payment.id, reason="Returned", now=datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    assert len(batch().lines) == 2
    assert len(batch(first=date(2026, 11, 1), last=date(2026, 11, 30)).lines) == 1
