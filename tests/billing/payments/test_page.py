"""The page of an invoice asks the same, however many payments stand below it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.billing.payments.models import Payment
from contexts.customer.staff.use_cases import ensure_staff
from tests.billing.builders import issued, pay
from tests.clients import PASSWORD

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def root(db, client):
    staff = ensure_staff(email="root@example.com", password=PASSWORD, roles=[], is_superuser=True, now=NOW)
    assert client.login(username="root@example.com", password=PASSWORD)
    return staff


def test_whoever_booked_many_payments_is_asked_for_once(root, client):
    def statements(payments):
        invoice = issued(now=NOW)
        for number in range(payments):
            pay(invoice.id, "0.10", now=NOW, reference=f"transfer {number}")
        Payment.objects.filter(invoice=invoice.id).update(actor=root.id)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(f"/admin/billing/invoice/{invoice.id}/change/").content.decode()
        assert page.count("transfer ") >= payments
        assert "root@example.com" in page
        return len(captured)

    statements(1)  # what is found out once
    assert statements(1) == statements(9)
