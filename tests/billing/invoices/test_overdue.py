"""Whoever does not pay in time is found, once."""

from datetime import UTC, date, datetime, time, timedelta
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from contexts.billing import tasks
from contexts.billing.invoices.models import Invoice
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.invoices.use_cases import issue_invoice, mark_overdue_invoices
from tests.billing.builders import draft, issued, pay, told, voided_before
from tests.billing.sellers.builders import described

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DUE = date(2026, 12, 4)


def mark(today, **how):
    return mark_overdue_invoices(now=datetime.combine(today, time(12), tzinfo=UTC), **how)


def status(invoice):
    return get_invoice(invoice_id=invoice.id, of_client=None).status


def test_an_invoice_is_overdue_the_day_after_it_was_due(db):
    invoice = issued(now=NOW)
    assert mark(DUE) == 0
    assert status(invoice) == "sent"
    assert mark(DUE + timedelta(days=1)) == 1
    assert status(invoice) == "overdue"


@pytest.mark.parametrize(("zone", "hour"), [("Pacific/Auckland", 11), ("America/Los_Angeles", 32), ("", 24)])
def test_the_day_begins_at_the_seller_s(db, zone, hour):
    described(
        legal_entity="other", time_zone=zone, patterns={"invoice": "O-{year}-{seq}", "credit_note": "OC-{year}-{seq}"}
    )
    theirs, ours = issued_by("other"), issued(now=NOW)
    begins = datetime.combine(DUE, time(0), tzinfo=UTC) + timedelta(hours=hour)
    mark_overdue_invoices(now=begins - timedelta(minutes=1))
    assert status(theirs) == "sent"
    mark_overdue_invoices(now=begins)
    assert status(theirs) == "overdue"
    # The shop's own day is that of Greenwich here.
    assert status(ours) == ("overdue" if hour >= 24 else "sent")


def issued_by(legal_entity):
    invoice = draft(now=NOW)
    Invoice.objects.filter(id=invoice.id).update(legal_entity=legal_entity)
    issue_invoice(invoice_id=invoice.id, now=NOW)
    return invoice


def test_it_is_told_once_however_often_one_looks(db):
    invoice = issued(now=NOW)
    assert [mark(DUE + timedelta(days=1)) for _ in range(3)] == [1, 0, 0]
    changes = [fact["new"] for fact in told("billing.invoice_status_changed")]
    assert changes == ["sent", "overdue"]
    assert get_invoice(invoice_id=invoice.id, of_client=None).version == 3


def test_paying_an_overdue_invoice_makes_it_paid(db):
    invoice = issued(now=NOW)
    mark(DUE + timedelta(days=1))
    assert pay(invoice.id, "10.00", now=NOW, reference="A").status == "overdue"
    assert pay(invoice.id, "2.50", now=NOW, reference="B").status == "paid"


def test_drafts_and_settled_invoices_are_left_alone(db):
    open_draft, paid, void = draft(now=NOW), issued(now=NOW), voided_before(now=NOW)
    pay(paid.id, "12.50", now=NOW)
    assert mark(DUE + timedelta(days=99)) == 0
    assert [status(one) for one in (open_draft, paid, void)] == ["draft", "paid", "void"]


def test_many_are_marked_in_batches_and_each_is_told(db):
    for _ in range(5):
        issued(now=NOW)
    assert mark(DUE + timedelta(days=1), batch=2) == 5
    assert [fact["new"] for fact in told("billing.invoice_status_changed")].count("overdue") == 5


def test_a_batch_costs_the_same_however_many_are_in_it(db):
    def statements(invoices):
        for _ in range(invoices):
            issued(now=NOW)
        with CaptureQueriesContext(connection) as captured:
            assert mark(DUE + timedelta(days=1)) == invoices
        return len(captured)

    assert statements(1) == statements(5) <= 5


def test_the_beat_task_finds_what_fell_due_long_ago(db):
    invoice = issued(now=datetime(2020, 1, 1, tzinfo=UTC))
    tasks.detect_overdue_invoices()
    assert status(invoice) == "overdue"


def test_an_operator_can_look_at_once(db, capsys):
    issued(now=datetime(2020, 1, 1, tzinfo=UTC))
    call_command("detect_overdue")
    assert capsys.readouterr().out == "1 invoices turned overdue.\n"


@pytest.mark.django_db(transaction=True)
def test_an_invoice_that_is_just_being_paid_is_not_waited_for():
    busy, idle = issued(now=NOW), issued(now=NOW)
    found = []

    def look():
        found.append(mark(DUE + timedelta(days=1)))
        connection.close()

    with transaction.atomic():
        pay(busy.id, "1.00", now=NOW)
        other = Thread(target=look)
        other.start()
        other.join()
    assert found == [1]
    assert (status(busy), status(idle)) == ("sent", "overdue")
