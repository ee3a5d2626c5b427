"""Reports ask the same few statements and use their indexes, however much they span."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.billing.ledger import queries
from gotuto.db import execute, fetch_all
from gotuto.ids import ClientId
from tests.billing.builders import pay
from tests.billing.ledger.trade import BEGIN, CLIENTS, invoiced, received, sellers
from tests.billing.reports.sales import many_issued

pytestmark = pytest.mark.django_db
LATER = BEGIN + timedelta(days=40)


def many(first, times):
    """So many invoices, all but some paid before the last days."""
    many_issued(first, times=times, per_day=times // 2_000)
    # Each is of a client of its own, as those of guests are.
    execute(
        """
        WITH made AS (
            INSERT INTO billing_client (id, name, email, phone, created_at, updated_at, version)
            SELECT id, 'Client', 'c@example.com', '', created_at, updated_at, 1 FROM billing_invoice WHERE number LIKE '%%-%%-%%-%%'
            RETURNING id
        )
        UPDATE billing_invoice AS invoice SET client_id = made.id, status = 'paid', amount_paid = total
        FROM made WHERE made.id = invoice.id
        """
    )
    execute(
        """
        INSERT INTO billing_payment (id, client_id, invoice_id, currency, amount, amount_allocated, method, reference, received_at)
        SELECT id, client_id, id, currency, total, total, 'card', 'R', issue_date + interval '12 hours' FROM billing_invoice
        WHERE status = 'paid'
        """
    )
    execute(
        """
        INSERT INTO billing_allocation (id, payment_id, invoice_id, amount, cause, channel, reason, booked_at)
        SELECT id, id, id, amount, '', 'staff', '', received_at FROM billing_payment
        """
    )
    pay(first.id, "19.00", now=BEGIN + timedelta(days=1))
    received(CLIENTS[0], "5.00", now=BEGIN + timedelta(days=2))
    execute("ANALYZE billing_invoice, billing_payment, billing_allocation, billing_client")


def ask():
    """Each report about the last days; the statements that were asked."""
    on, client = (BEGIN - timedelta(days=2)).date(), ClientId(CLIENTS[0])
    with CaptureQueriesContext(connection) as asked:
        queries.receivables(on=on, now=LATER)
        queries.revenue(first=on, last=BEGIN.date(), now=LATER)
        queries.statement(client_id=client, first=date(2026, 5, 1), last=BEGIN.date(), now=LATER)
        queries.journal(first=on, last=LATER.date(), now=LATER)
    return [one["sql"] for one in asked.captured_queries]


def test_more_documents_are_no_more_statements_and_are_found_by_indexes():
    execute("TRUNCATE billing_invoice CASCADE")
    sellers()
    first = invoiced(CLIENTS[0], "119.00", now=BEGIN)
    few = ask()
    many(first, 20_000)
    asked = ask()
    assert len(asked) == len(few) <= 14
    reports = [one for one in asked if "WITH " in one or "booked_at" in one or "date_trunc" in one]
    assert len(reports) == 8
    plans = ["\n".join(line for (line,) in fetch_all("EXPLAIN " + one.replace("%", "%%"), {})) for one in reports]
    read = {
        table
        for plan in plans
        for table in ("invoice", "allocation", "payment")
        if f"Seq Scan on billing_{table}" in plan
    }
    assert read == set(), plans
