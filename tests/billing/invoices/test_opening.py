"""An invoice is opened for an order: once, as a draft, with a client of the buyer."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from contexts.billing.clients.dto import ClientFilter
from contexts.billing.clients.queries import get_client, list_clients
from contexts.billing.errors import InvoiceEmpty, InvoiceIsVoid, OrderInvoicedOtherwise
from contexts.billing.invoices.dto import Buyer
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.invoices.use_cases import issue_invoice, open_invoice, void_invoice
from gotuto.address import Address
from gotuto.ids import ClientId, OrderId, new_id
from gotuto.paging import PageRequest
from tests.billing.builders import customer, draft, eur, guest, line, told

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def opened(order_id, *lines, buyer=None):
    return open_invoice(order_id=order_id, buyer=buyer or guest(), currency="EUR", lines=lines or [line()], now=NOW)


def test_what_is_answered_is_what_was_written(db):
    address = Address(name="Ada", line1="Square 1", postal_code="10115", city="Berlin", country="DE")
    buyer = Buyer(name="Ada", email="ada@example.com", phone="+4930", address=address)
    invoice = opened(OrderId(new_id()), line("5.00", quantity=2), line("10.70", rate="0.07", sku="BOOK"), buyer=buyer)
    assert get_invoice(invoice_id=invoice.id, of_client=None) == invoice


def test_a_draft_has_neither_number_nor_dates(db):
    invoice = opened(OrderId(new_id()))
    assert (invoice.status, invoice.number, invoice.issue_date, invoice.due_date) == ("draft", None, None, None)
    assert invoice.amount_due == invoice.total == eur("12.50")


def test_a_guest_gets_a_client_of_his_own_per_order(db):
    first, second = draft(now=NOW), draft(now=NOW)
    assert first.client_id != second.client_id
    assert get_client(client_id=first.client_id).customer_id is None


def test_a_customer_is_one_client_under_his_own_id(db):
    customer_id = new_id()
    first, second = (draft(now=NOW, buyer=customer(customer_id)) for _ in range(2))
    assert first.client_id == second.client_id == customer_id
    client = get_client(client_id=ClientId(customer_id))
    assert (client.customer_id, client.address.city) == (customer_id, "Berlin")
    assert len(told("billing.client_created")) == 1


def test_the_opening_is_told_once(db):
    invoice = draft(now=NOW)
    [fact] = told("billing.invoice_created")
    assert fact["invoice_id"] == str(invoice.id)
    assert fact["total"] == {"amount": "12.50", "currency": "EUR"}


def test_the_same_order_again_gets_the_same_invoice(db):
    order_id = OrderId(new_id())
    first, again = opened(order_id), opened(order_id)
    assert again == first
    assert len(told("billing.invoice_created")) == 1
    assert len(list_clients(filters=ClientFilter(), page=PageRequest()).items) == 1


@pytest.mark.parametrize("other", [{"buyer": guest("Bob")}, {"lines": [line("13.00")]}])
def test_the_same_order_with_other_contents_is_refused(db, other):
    invoice = draft(now=NOW)
    asked = {"buyer": guest(), "lines": [line()], **other}
    with pytest.raises(OrderInvoicedOtherwise):
        open_invoice(order_id=invoice.order_id, currency="EUR", now=NOW, **asked)


def test_an_order_that_was_given_up_gets_no_invoice_any_more(db):
    invoice = draft(now=NOW)
    void_invoice(order_id=invoice.order_id, reason="Out of stock", now=NOW)
    with pytest.raises(InvoiceIsVoid):
        opened(invoice.order_id)


def test_an_invoice_over_nothing_leaves_no_client_behind(db):
    with pytest.raises(InvoiceEmpty):
        opened(OrderId(new_id()), line("0.00"))
    assert list_clients(filters=ClientFilter(), page=PageRequest()).items == ()


def test_opening_and_issuing_take_few_statements(db, django_assert_max_num_queries):
    order_id, customer_id = OrderId(new_id()), new_id()
    draft(now=NOW, buyer=customer(customer_id))
    with django_assert_max_num_queries(6):  # two of them are savepoints of this test's own transaction
        opened(order_id, *[line(sku=f"TEA-{n}") for n in range(20)], buyer=customer(customer_id))
    with django_assert_max_num_queries(4):
        issue_invoice(order_id=order_id, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_who_open_at_the_same_time_get_one_invoice():
    order_id = OrderId(new_id())
    start, answers = threading.Barrier(4), []

    def race():
        start.wait()
        answers.append(opened(order_id).id)
        connection.close()

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert len(set(answers)) == 1
