"""The VAT report reads the documents of its days, and not all there are."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gotuto.db import execute, fetch_all
from tests.billing.reports.sales import OCTOBER, many_issued, report, sell
from tests.billing.sellers.builders import described

pytestmark = pytest.mark.django_db


def plan(statement):
    return "\n".join(line for (line,) in fetch_all("EXPLAIN " + statement.replace("%", "%%"), {}))


def test_a_month_is_found_by_an_index_among_many():
    # What other tests rolled back still fills pages, which the planner counts; the test's end takes this back too.
    execute("TRUNCATE billing_invoice CASCADE")
    described()
    many_issued(sell("119.00", on=OCTOBER), times=20_000, per_day=20)
    with CaptureQueriesContext(connection) as asked:
        told = report(first=date(2026, 10, 1), last=date(2026, 10, 5))
    assert told.sellers[0].currencies[0].documents == 100
    of_documents = [plan(one["sql"]) for one in asked.captured_queries if "document AS (" in one["sql"]]
    assert len(of_documents) == 3
    of_month = of_documents[0], of_documents[2]
    assert all("Index Scan" in one and "billing_invoice_issued" in one for one in of_month), of_documents
    assert not any("Seq Scan on billing_invoice" in one for one in of_month)
