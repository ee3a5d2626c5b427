"""The day of a payment, and whether what is owed again is late, are said by the seller's clock."""

from datetime import UTC, datetime, time, timedelta

import pytest

from contexts.billing.invoices.dto import InvoiceStatus
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.payments.dto import Channel
from contexts.billing.payments.use_cases import collect_payment, release_payment
from tests.billing.builders import eur, issued
from tests.billing.sellers.builders import described

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
# In Europe it is still the same day then, in Tokyo the next one.
AFTERNOON = time(16, tzinfo=UTC)


def paid(invoice, now):
    return collect_payment(
        invoice_id=invoice.id,
        amount=eur("12.50"),
        method="transfer",
        reference="T-1",
        channel=Channel.BANK_STATEMENT,
        now=now,
    )


@pytest.mark.parametrize(("zone", "days"), [("Asia/Tokyo", 1), ("Europe/Berlin", 0)])
def test_money_that_comes_without_a_day_came_on_the_day_of_the_seller(zone, days):
    described(time_zone=zone)
    now = datetime.combine(NOW.date(), AFTERNOON)
    assert paid(issued(now=NOW), now).received_on == NOW.date() + timedelta(days=days)


@pytest.mark.parametrize(
    ("zone", "status"), [("Asia/Tokyo", InvoiceStatus.OVERDUE), ("Europe/Berlin", InvoiceStatus.SENT)]
)
def test_what_is_owed_again_is_late_once_the_sellers_day_is_over(zone, status):
    described(time_zone=zone)
    invoice = issued(now=NOW)
    on_the_last_day = datetime.combine(invoice.due_date, AFTERNOON)
    payment = paid(invoice, NOW)
    release_payment(payment_id=payment.id, invoice_id=invoice.id, reason="The wrong one", now=on_the_last_day)
    assert get_invoice(invoice_id=invoice.id, of_client=None).status == status
