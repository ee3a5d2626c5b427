"""Numbers look as their seller wishes, and no date is before that of the number before."""

from datetime import UTC, date, datetime

import pytest

from contexts.billing.invoices.queries import get_invoice
from contexts.billing.invoices.use_cases import issue_invoice
from contexts.billing.sellers.dto import PATTERNS
from tests.billing.builders import draft
from tests.billing.sellers.builders import described

NOON = datetime(2026, 12, 30, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def issue(now):
    return issue_invoice(invoice_id=draft(now=now).id, now=now)


def test_dates_never_run_backwards_whatever_a_clock_says():
    days = [30, 29, 31, 28]
    issued = [issue(NOON.replace(day=day)) for day in days]
    assert [one.issue_date.day for one in issued] == [30, 30, 31, 31]
    assert [one.due_date for one in issued][1:3] == [date(2027, 1, 13), date(2027, 1, 14)]


def test_the_year_is_that_of_the_day_at_the_sellers():
    described(time_zone="Asia/Tokyo")
    evening = datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert [issue(NOON).number, issue(evening).number] == ["INV-2026-000001", "INV-2027-000001"]
    # A clock that goes back comes back to the series of its year.
    assert issue(NOON).number == "INV-2026-000002"


def test_numbers_and_terms_are_the_sellers():
    described(patterns={**PATTERNS, "invoice": "RE/{yy}/{seq:04}"}, terms_days=30)
    issued = issue(NOON)
    assert (issued.number, issued.due_date) == ("RE/26/0001", date(2027, 1, 29))


def test_an_invoice_keeps_the_words_that_its_seller_said_on_the_day():
    described()
    invoice = get_invoice(invoice_id=issue(NOON).id, of_client=None)
    described(name="Tea and Coffee Trading GmbH")
    again = get_invoice(invoice_id=invoice.id, of_client=None)
    assert (again.seller.name, again) == ("Tea Trading GmbH", invoice)
