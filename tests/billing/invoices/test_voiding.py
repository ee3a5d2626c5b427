"""A draft is given up, an order without an invoice is remembered; what is issued is credited."""

from datetime import UTC, datetime

import pytest

from contexts.billing.errors import (
    InvoiceIssued,
    InvoiceIsVoid,
    InvoiceNotDeletable,
    InvoiceNotFound,
    InvoiceOfOrder,
)
from contexts.billing.invoices import dto
from contexts.billing.invoices.queries import get_invoice, list_invoices
from contexts.billing.invoices.use_cases import delete_invoice, issue_invoice, open_invoice, void_invoice
from gotuto.errors import Stale
from gotuto.ids import InvoiceId, OrderId, new_id
from gotuto.paging import PageRequest
from tests.billing.builders import draft, eur, guest, issued, line, pay, told, voided_before

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def void(order_id):
    void_invoice(order_id=order_id, reason="Cancelled by the customer", now=NOW)


def without_order():
    return open_invoice(order_id=None, buyer=guest(), currency="EUR", lines=[line()], now=NOW)


def test_a_void_draft_never_had_a_number(db):
    invoice = draft(now=NOW)
    void(invoice.order_id)
    now = get_invoice(invoice_id=invoice.id, of_client=None)
    assert (now.status, now.number) == ("void", None)


def test_an_issued_invoice_is_never_voided_but_credited(db):
    invoice = issued(now=NOW)
    with pytest.raises(InvoiceIssued, match="Credit it instead"):
        void(invoice.order_id)
    assert get_invoice(invoice_id=invoice.id, of_client=None).status == "sent"


def test_what_an_earlier_release_voided_stays_void_and_is_read(db):
    invoice = voided_before(now=NOW)
    void(invoice.order_id)
    assert (invoice.status, invoice.number) == ("void", "INV-2026-000001")
    assert (invoice.amount_due, invoice.total, invoice.settled_by) == (eur("0.00"), eur("12.50"), None)


def test_voiding_twice_is_told_once(db):
    invoice = draft(now=NOW)
    void(invoice.order_id)
    void(invoice.order_id)
    assert len(told("billing.invoice_status_changed")) == 1


def test_an_order_without_an_invoice_is_remembered_as_given_up(db):
    order_id = OrderId(new_id())
    void(order_id)
    void(order_id)
    with pytest.raises(InvoiceIsVoid):
        draft(now=NOW, order_id=order_id)
    with pytest.raises(InvoiceIsVoid):
        issue_invoice(order_id=order_id, now=NOW)


def test_an_order_that_was_given_up_is_not_listed_as_an_invoice(db):
    order_id = OrderId(new_id())
    void(order_id)
    assert list_invoices(filters=dto.InvoiceFilter(order_id=order_id), page=PageRequest(), of_client=None).items == ()


def test_an_invoice_without_an_order_is_voided_by_its_own_id(db):
    invoice = without_order()
    void_invoice(invoice_id=invoice.id, reason="Mistake", now=NOW)
    assert get_invoice(invoice_id=invoice.id, of_client=None).status == "void"


def test_the_invoice_of_an_order_shares_its_fate(db):
    invoice = draft(now=NOW)
    with pytest.raises(InvoiceOfOrder, match="Cancel the order"):
        void_invoice(invoice_id=invoice.id, reason="Mistake", now=NOW)


def test_an_unknown_invoice_is_not_voided(db):
    with pytest.raises(InvoiceNotFound):
        void_invoice(invoice_id=InvoiceId(new_id()), reason="Mistake", now=NOW)


def test_a_draft_without_an_order_can_be_deleted(db):
    invoice = without_order()
    delete_invoice(invoice_id=invoice.id, expected_version=1)
    with pytest.raises(InvoiceNotFound):
        get_invoice(invoice_id=invoice.id, of_client=None)


def test_invoices_of_orders_and_issued_ones_are_kept(db):
    single = without_order()
    issue_invoice(invoice_id=single.id, now=NOW)
    paid = issued(now=NOW)
    pay(paid.id, "12.50", now=NOW)
    for invoice in (draft(now=NOW), single, paid):
        with pytest.raises(InvoiceNotDeletable):
            delete_invoice(invoice_id=invoice.id)


def test_a_draft_that_changed_in_the_meantime_is_not_deleted(db):
    invoice = without_order()
    with pytest.raises(Stale):
        delete_invoice(invoice_id=invoice.id, expected_version=7)
