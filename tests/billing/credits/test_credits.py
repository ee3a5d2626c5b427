"""Credit notes: numbered in their own series, settled at once, and off the invoice in the same transaction."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from contexts.billing import models
from contexts.billing.books.queries import verify
from contexts.billing.clients.models import Client
from contexts.billing.credits.dto import LineCredit
from contexts.billing.credits.use_cases import credit_invoice
from contexts.billing.errors import (
    CreditLinesOrAmount,
    InvoiceIsCreditNote,
    InvoiceIsVoid,
    InvoiceNotFound,
    InvoiceNotIssued,
    NothingLeftToCredit,
)
from contexts.billing.invoices import dto
from contexts.billing.invoices.queries import get_invoice, list_invoices
from contexts.billing.invoices.use_cases import issue_invoice, mark_overdue_invoices, open_invoice
from contexts.billing.payments.models import Payment
from gotuto.db import execute, fetch_all
from gotuto.ids import InvoiceId, OrderId, new_id
from gotuto.paging import PageRequest
from tests.billing.builders import credit, draft, eur, guest, issued, line, many_drafts, pay, told, voided_before
from tests.billing.sellers.builders import described
from tests.thawing import thawed

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def look(invoice: dto.Invoice) -> dto.Invoice:
    return get_invoice(invoice_id=invoice.id, of_client=None)


def of_many_lines(*prices: tuple[str, int, str]) -> dto.Invoice:
    """An issued invoice without an order, by price, quantity and rate of its lines."""
    lines = [line(price, quantity=count, rate=rate, sku=f"SKU{n}") for n, (price, count, rate) in enumerate(prices)]
    opened = open_invoice(order_id=None, reference="A-7", buyer=guest(), currency="EUR", lines=lines, now=NOW)
    issue_invoice(invoice_id=opened.id, now=NOW)
    return look(opened)


def test_the_whole_is_credited_by_a_document_of_its_own_series():
    invoice = of_many_lines(("11.90", 2, "0.19"), ("10.70", 1, "0.07"))
    note = credit(invoice.id, now=NOW, reason="Returned")
    assert (note.kind, note.number, note.status, note.credits_invoice_id, note.credit_reason) == (
        "credit_note", "CN-2026-000001", "paid", invoice.id, "Returned")  # fmt: skip
    assert (note.net, note.tax, note.total, note.tax_lines) == (
        invoice.net, invoice.tax, invoice.total, invoice.tax_lines)  # fmt: skip
    assert (note.buyer, note.client_id, note.order_id, note.reference) == (
        invoice.buyer, invoice.client_id, None, "A-7")  # fmt: skip
    assert (note.issue_date, note.due_date, note.amount_due, note.settled_by) == (
        date(2026, 11, 20), date(2026, 11, 20), eur("0.00"), None)  # fmt: skip
    settled = look(invoice)
    assert (settled.status, settled.settled_by, settled.amount_credited, settled.amount_due, settled.amount_paid) == (
        "paid", "credit", invoice.total, eur("0.00"), eur("0.00"))  # fmt: skip


def test_what_is_delivered_and_how_the_buyer_calls_it_stand_on_the_credit_note_too():
    invoice = draft(now=NOW)
    models.Invoice.objects.filter(id=invoice.id).update(
        delivered_on=date(2026, 11, 18), deliver_to="FR", buyer_reference="PO-7"
    )
    issue_invoice(invoice_id=invoice.id, now=NOW)
    note = credit(invoice.id, now=NOW)
    assert (note.delivered_on, note.deliver_to, note.buyer_reference) == (date(2026, 11, 18), "FR", "PO-7")


def test_parts_are_credited_until_nothing_is_left():
    invoice = of_many_lines(("11.90", 3, "0.19"), ("10.70", 1, "0.07"))
    pieces = credit(invoice.id, now=NOW, SKU0=2)
    assert [(one.quantity, one.credits_line_id) for one in pieces.lines] == [(2, invoice.lines[0].id)]
    assert (look(invoice).status, look(invoice).amount_due) == ("sent", eur("22.60"))
    amount = credit(invoice.id, "2.60", now=NOW)
    rest = credit(invoice.id, now=NOW)
    assert [one.number for one in (pieces, amount, rest)] == [f"CN-2026-00000{n}" for n in (1, 2, 3)]
    assert pieces.total + amount.total + rest.total == invoice.total
    for group in invoice.tax_lines:
        taken = [one for note in (pieces, amount, rest) for one in note.tax_lines if one.rate == group.rate]
        assert sum(one.tax.minor_units for one in taken) == group.tax.minor_units
    with pytest.raises(NothingLeftToCredit, match=r"Only 0\.00 EUR of INV-2026-000001"):
        credit(invoice.id, "0.01", now=NOW)


def test_without_a_word_only_what_is_due_is_credited():
    invoice = issued(now=NOW)
    pay(invoice.id, "10.00", now=NOW)
    assert credit(invoice.id, now=NOW).total == eur("2.50")
    assert (look(invoice).status, look(invoice).settled_by) == ("paid", "both")
    with pytest.raises(NothingLeftToCredit, match="name an amount or pieces to credit what is paid"):
        credit(invoice.id, now=NOW)


def test_what_is_credited_of_what_was_paid_is_the_clients_again():
    invoice = issued(now=NOW)
    pay(invoice.id, "10.00", now=NOW)
    with pytest.raises(NothingLeftToCredit, match=r"Only 12\.50 EUR"):
        credit(invoice.id, "12.51", now=NOW)
    assert credit(invoice.id, "4.50", now=NOW).total == eur("4.50")
    now = look(invoice)
    assert (now.status, now.amount_paid, now.amount_credited) == ("paid", eur("8.00"), eur("4.50"))
    assert Payment.objects.get().balance().unallocated == eur("2.00")


def test_what_is_left_after_a_credit_is_paid():
    invoice = issued(now=NOW)
    credit(invoice.id, "2.50", now=NOW)
    assert pay(invoice.id, "10.00", now=NOW).settled_by == "both"


def test_lines_and_an_amount_are_two_credit_notes():
    invoice = issued(now=NOW)
    with pytest.raises(CreditLinesOrAmount):
        credit_invoice(
            invoice_id=invoice.id, reason="x", lines=[LineCredit(line_id=invoice.lines[0].id, quantity=1)],
            amount=eur("1.00"), now=NOW,
        )  # fmt: skip


def test_only_an_issued_invoice_is_credited():
    invoice = issued(now=NOW)
    note = credit(invoice.id, "1.00", now=NOW)
    for refused, of in (
        (InvoiceNotIssued, draft(now=NOW).id),
        (InvoiceIsVoid, voided_before(now=NOW).id),
        (InvoiceIsCreditNote, note.id),
    ):
        with pytest.raises(refused):
            credit(of, now=NOW)
    with pytest.raises(InvoiceNotFound):
        credit_invoice(invoice_id=InvoiceId(new_id()), reason="x", now=NOW)


def test_nothing_is_paid_on_a_credit_note():
    note = credit(issued(now=NOW).id, now=NOW)
    with pytest.raises(InvoiceIsCreditNote, match="use the invoice that it corrects"):
        pay(note.id, "1.00", now=NOW)


def test_the_world_hears_of_it_and_of_the_status_once_nothing_is_due():
    invoice = issued(now=NOW)
    first, rest = credit(invoice.id, "2.50", now=NOW), credit(invoice.id, now=NOW)
    assert told("billing.credit_note_issued") == [
        {
            "credit_note_id": str(note.id),
            "invoice_id": str(invoice.id),
            "order_id": str(invoice.order_id),
            "amount": {"amount": str(note.total.amount), "currency": "EUR"},
            "amount_due": {"amount": due, "currency": "EUR"},
            "occurred_at": "2026-11-20T09:30:00Z",
        }
        for note, due in ((first, "10.00"), (rest, "0.00"))
    ]
    assert [fact["new"] for fact in told("billing.invoice_status_changed")] == ["sent", "paid"]
    assert told("billing.payment_received") == []


def test_overdue_never_sees_a_credit_note_nor_what_it_settled():
    invoice, other = issued(now=NOW), issued(now=NOW)
    credit(invoice.id, now=NOW)
    credit(other.id, "1.00", now=NOW)
    assert mark_overdue_invoices(now=datetime(2027, 12, 31, tzinfo=UTC)) == 1
    assert look(other).status == "overdue"
    credit(other.id, now=NOW)
    assert look(other).status == "paid"


def test_the_seal_holds_over_both_series():
    described()
    invoice = issued(now=NOW)
    credit(invoice.id, "2.50", now=NOW)
    credit(invoice.id, now=NOW + timedelta(days=1))
    found = verify()
    assert (found.sealed, found.findings) == (3, ())
    assert [(root.series, root.number) for root in found.roots] == [
        ("CN", "CN-2026-000002"), ("INV", "INV-2026-000001")]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE billing_invoice SET credit_reason = 'Sent twice' WHERE kind = 'credit_note'",
        "UPDATE billing_invoice SET credits_invoice_id = %s WHERE kind = 'credit_note'",
        "UPDATE billing_invoiceline SET credits_line_id = gen_random_uuid() WHERE credits_line_id IS NOT NULL",
        "UPDATE billing_taxline SET tax = tax + 1, net = net - 1 WHERE invoice_id IN"
        " (SELECT id FROM billing_invoice WHERE kind = 'credit_note')",
    ],
)
def test_a_credit_note_that_was_changed_is_named(change):
    credit(issued(now=NOW).id, now=NOW)
    other = issued(now=NOW)
    with thawed():
        execute(change, [other.id] if "%s" in change else [])
    [finding] = verify().findings
    assert (finding.number, finding.says) == ("CN-2026-000001", "was changed: its content is not what was sealed")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE billing_invoice SET total = total - 1, net = net - 1 WHERE kind = 'credit_note'",
        "DELETE FROM billing_invoice WHERE kind = 'credit_note'",
        "UPDATE billing_invoiceline SET quantity = 1 WHERE credits_line_id IS NOT NULL",
    ],
)
def test_a_credit_note_is_frozen(change):
    credit(issued(now=NOW).id, now=NOW)
    with pytest.raises(DatabaseError, match="issued"), transaction.atomic():
        execute(change)


def test_a_credit_note_is_not_dated_before_its_invoice_although_a_clock_was_set_back():
    invoice = issued(now=NOW)
    note = credit(invoice.id, "1.00", now=NOW - timedelta(days=400))
    assert (note.issue_date, note.number) == (date(2026, 11, 20), "CN-2026-000001")


def test_the_terms_of_a_client_come_before_those_of_the_seller():
    described(terms_days=10)
    theirs, others = draft(now=NOW), draft(now=NOW)
    Client.objects.filter(id=theirs.client_id).update(terms_days=45)
    assert [issue_invoice(invoice_id=one.id, now=NOW).due_date for one in (theirs, others)] == [
        date(2027, 1, 4), date(2026, 11, 30)]  # fmt: skip
    assert credit(theirs.id, now=NOW).due_date == date(2026, 11, 20)
    assert verify().findings == ()


def test_the_list_of_an_order_has_its_credit_notes_too():
    invoice, other = issued(now=NOW), issued(now=NOW)
    note = credit(invoice.id, now=NOW)
    credit(other.id, now=NOW)

    def listed(**filters: object) -> set[InvoiceId]:
        page = list_invoices(filters=dto.InvoiceFilter(**filters), page=PageRequest(), of_client=None)  # type: ignore[arg-type]
        return {one.id for one in page.items}

    assert listed(order_id=invoice.order_id) == {invoice.id, note.id}
    assert listed(order_id=invoice.order_id, kind=dto.InvoiceKind.CREDIT_NOTE) == {note.id}
    assert listed(credits_invoice_id=invoice.id) == {note.id}
    assert listed(kind=dto.InvoiceKind.INVOICE) == {invoice.id, other.id}


def test_both_halves_of_that_list_are_found_by_index():
    many_drafts(now=NOW)
    filters = dto.InvoiceFilter(order_id=OrderId(new_id()))
    with CaptureQueriesContext(connection) as seen:
        list_invoices(filters=filters, page=PageRequest(), of_client=None)
    plan = "\n".join(line for (line,) in fetch_all("EXPLAIN " + seen.captured_queries[0]["sql"].replace("%", "%%"), {}))
    assert "billing_invoice_one_per_order" in plan
    assert "billing_invoice_credits" in plan
