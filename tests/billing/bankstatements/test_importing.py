"""What a bank's file books, and what it books never twice."""

from datetime import date

import pytest

from contexts.billing.bankfiles.errors import (
    BankAccountInOtherCurrency,
    BankAccountUnknown,
    MappingUnknown,
    StatementDoesNotAddUp,
    StatementUnreadable,
)
from contexts.billing.bankstatements import queries
from contexts.billing.bankstatements.dto import LineState, StatementFilter, Tally
from contexts.billing.bankstatements.errors import BankStatementNotFound
from contexts.billing.bankstatements.models import BankStatement, StatementLine
from contexts.billing.bankstatements.use_cases import import_statement, look_again, match_lines
from contexts.billing.invoices.models import Invoice
from contexts.billing.invoices.use_cases import issue_invoice
from contexts.billing.payments.models import Payment
from gotuto.ids import new_id
from gotuto.paging import PageRequest
from tests.billing.bankstatements.bank import NOW, account, bring, brought, line_of, mapping, now_of, states
from tests.billing.bankstatements.files import IBAN, Entry, camt, one_statement, statement
from tests.billing.builders import eur, guest, issued, pay
from tests.factories import InvoiceFactory

pytestmark = pytest.mark.django_db
MATCHED, PROPOSED, OPEN, IGNORED = LineState.MATCHED, LineState.PROPOSED, LineState.OPEN, LineState.IGNORED


def test_a_transfer_with_the_number_pays_its_invoice() -> None:
    account()
    invoice = issued(now=NOW)
    told = bring(Entry(amount="12.50", text=f"Rechnung {invoice.number}", ref="B1"), number="7")
    assert (told.number, told.account.iban, told.lines) == ("7", IBAN, Tally(matched=1))
    assert now_of(invoice).status == "paid"
    payment = Payment.objects.get()
    assert (payment.channel, payment.reference, payment.received_on) == (
        "bank_statement", f"{IBAN}/B1/12.50EUR", date(2026, 11, 20),
    )  # fmt: skip
    line = queries.get_line(line_id=line_of(told).id)
    assert (line.state, line.payment_id, line.score) == (MATCHED, payment.id, 90)
    assert "the amount is what is due" in payment.reason


def test_the_same_file_and_an_overlapping_one_change_nothing() -> None:
    account()
    first, second = issued(now=NOW), issued(now=NOW, total="20.00")
    one = Entry(amount="12.50", text=str(first.number))
    same = [Entry(amount="5.00", text="thanks"), Entry(amount="5.00", text="thanks")]
    file = one_statement(one, *same)
    told = brought(file)
    assert told.lines == Tally(matched=1, open=2)
    assert brought(file) == told
    wider = bring(one, *same, Entry(amount="20.00", text=str(second.number), day="2026-11-21"), last="2026-11-21")
    assert (wider.lines, wider.gap) == (Tally(matched=1, known=3), None)
    assert (Payment.objects.count(), StatementLine.objects.count()) == (2, 4)


def test_what_was_cut_off_goes_on() -> None:
    account()
    invoice = issued(now=NOW)
    file = one_statement(Entry(amount="12.50", text="thanks"))
    told = brought(file)
    StatementLine.objects.update(state="new", text=str(invoice.number), proposals=[])
    # As if the process had died before it looked at the line.
    assert import_statement(content=file, now=NOW).statements[0].lines == Tally(matched=1)
    assert (brought(file).id, line_of(told).state, Payment.objects.count()) == (told.id, MATCHED, 1)


def test_parts_doubles_and_too_much() -> None:
    account()
    part, over, double = issued(now=NOW, buyer=guest("Ada King")), issued(now=NOW), issued(now=NOW)
    pay(double.id, "12.50", now=NOW)
    told = bring(
        Entry(amount="5.00", text=str(part.number), name="KING ADA"),
        Entry(amount="30.00", text=str(over.number), name="Nobody"),
        Entry(amount="12.50", text=str(double.number), ref="D"),
    )
    assert states(told) == [MATCHED, PROPOSED, MATCHED]
    assert now_of(part).amount_due == eur("7.50")
    balance = Payment.objects.get(reference__contains="/D/")
    assert (balance.amount_allocated, balance.client_id) == (0, double.client_id)


def test_several_invoices_in_one_transfer() -> None:
    account()
    one, two = issued(now=NOW, buyer=guest()), issued(now=NOW, total="7.50")
    Invoice.objects.filter(pk=two.id).update(client_id=one.client_id)
    told = bring(Entry(amount="20.00", text=f"{one.number}, {two.number}"))
    assert states(told) == [MATCHED]
    assert [now_of(each).status for each in (one, two)] == ["paid", "paid"]


def test_a_reversal_takes_the_payment_back_also_in_the_same_file() -> None:
    account()
    invoice = issued(now=NOW)
    told = bring(
        Entry(amount="-12.50", ref="B1", reversal=True),
        Entry(amount="12.50", text=str(invoice.number), ref="B1"),
        Entry(amount="-99.00", text="Rent"),
        Entry(amount="-3.00", reversal=True),
    )
    assert states(told) == [MATCHED, MATCHED, IGNORED, OPEN]
    assert now_of(invoice).amount_due == eur("12.50")
    assert Payment.objects.get().reversed_at is not None
    assert line_of(told).payment_id == line_of(told, 1).payment_id


def test_who_paid_before_is_known_by_the_account_and_others_by_the_name() -> None:
    account()
    first, second = (
        issued(now=NOW, buyer=guest("Ada Lovelace")),
        issued(now=NOW, buyer=guest("Ben Nevis"), total="8.00"),
    )
    bring(Entry(amount="12.50", text=str(first.number), iban="DE1"), number="1")
    third = issued(now=NOW, total="9.00")
    Invoice.objects.filter(pk=third.id).update(client_id=first.client_id)
    told = bring(
        Entry(amount="3.00", name="", iban="DE1"), Entry(amount="4.00", name="Nevis, Ben", iban="X"), number="2"
    )
    assert states(told) == [PROPOSED, PROPOSED]
    by_account, by_name = (line_of(told, which).proposed()[0] for which in (0, 1))
    assert (by_account.client_id, by_account.parts[0].invoice_id) == (first.client_id, third.id)
    assert (by_name.client_id, by_name.parts[0].invoice_id) == (second.client_id, second.id)


def test_the_number_of_the_order_is_found_in_any_spelling() -> None:
    account()
    opened = InvoiceFactory(reference="A-001001")
    issue_invoice(invoice_id=opened.id, now=NOW)
    assert states(bring(Entry(amount="12.50", text="Bestellung a 1001"))) == [MATCHED]


def test_a_csv_is_read_by_its_mapping() -> None:
    account()
    mapping()
    invoice = issued(now=NOW)
    file = (
        f"Tag;Betrag;Waehrung;Name;IBAN;Zweck\n20.11.2026;12,50;EUR;Ada;DE1;{invoice.number}\n20.11.2026;5,00;USD;;;\n"
    )
    told = brought(file.encode(), mapping="giro", file_name="umsatz.csv")
    assert (told.opening, told.gap, told.file_name, told.lines) == (None, None, "umsatz.csv", Tally(matched=1, open=1))
    with pytest.raises(MappingUnknown):
        brought(b"", mapping="other")


def test_a_gap_to_the_statement_before_is_shown_until_it_is_filled() -> None:
    account()
    bring(number="1", opening="100.00", first="2026-11-02", last="2026-11-02")
    third = bring(number="3", opening="130.00", first="2026-11-04", last="2026-11-04")
    assert third.gap is not None
    assert (third.gap.after, third.gap.amount) == (date(2026, 11, 2), eur("30.00"))
    bring(Entry(amount="30.00", day="2026-11-03"), number="2", opening="100.00", first="2026-11-03", last="2026-11-03")
    assert queries.get_statement(statement_id=third.id).gap is None
    listed = queries.list_statements(filters=StatementFilter(), page=PageRequest())
    assert [one.number for one in listed.items] == ["2", "3", "1"]
    with pytest.raises(BankStatementNotFound):
        queries.get_statement(statement_id=new_id())


def test_a_file_is_taken_whole_or_not_at_all() -> None:
    account()
    good, bad = statement(Entry(amount="5.00")), statement(Entry(amount="5.00"), number="2", closing="1.00")
    with pytest.raises(StatementDoesNotAddUp):
        import_statement(content=camt(good, bad), now=NOW)
    with pytest.raises(StatementUnreadable, match="no mapping was named"):
        import_statement(content=b"Tag;Betrag", now=NOW)
    with pytest.raises(StatementUnreadable, match="more than 20 MB"):
        import_statement(content=b" " * 20_000_001, now=NOW)
    assert not BankStatement.objects.exists()


def test_whose_account_it_is_must_be_known() -> None:
    with pytest.raises(BankAccountUnknown):
        bring(Entry(amount="5.00"))
    account(currency="USD")
    with pytest.raises(BankAccountInOtherCurrency):
        bring(Entry(amount="5.00"))


def test_what_waits_is_looked_at_again() -> None:
    account()
    told = bring(Entry(amount="12.50", text="INV-2026-000001"))
    assert states(told) == [OPEN]
    invoice = issued(now=NOW)
    assert look_again(now=NOW) == 1
    assert match_lines(now=NOW) == 1
    assert (states(told), now_of(invoice).status) == ([MATCHED], "paid")
