"""An invoice gets its number when everything that can refuse has passed: no gaps, no duplicates."""

import random
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from contexts.billing import models
from contexts.billing.errors import InvoiceIsVoid, InvoiceNotFound
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.invoices.use_cases import issue_invoice, void_invoice
from contexts.billing.numbers.queries import list_number_series
from gotuto.ids import InvoiceId, OrderId, new_id
from tests.billing.builders import draft, told
from tests.thawing import thawed

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def issue(now=NOW):
    return issue_invoice(invoice_id=draft(now=now).id, now=now)


def test_numbers_count_up_from_one_in_each_year(db):
    assert [issue().number for _ in range(3)] == ["INV-2026-000001", "INV-2026-000002", "INV-2026-000003"]
    assert issue(datetime(2027, 1, 1, 12, tzinfo=UTC)).number == "INV-2027-000001"


def test_the_millionth_invoice_has_a_longer_number(db):
    issue()
    models.NumberCounter.objects.update(last=999_999)
    assert issue().number == "INV-2026-1000000"


def test_issuing_sends_the_invoice_and_sets_its_dates(db, settings):
    settings.GOTUTO_PAYMENT_TERMS_DAYS = 30
    order_id = OrderId(new_id())
    draft(now=NOW, order_id=order_id)
    issued = issue_invoice(order_id=order_id, now=NOW)
    invoice = get_invoice(invoice_id=issued.id, of_client=None)
    assert (invoice.status, invoice.number, invoice.version) == ("sent", issued.number, 2)
    assert (invoice.issue_date, invoice.due_date) == (date(2026, 11, 20), date(2026, 12, 20))
    [fact] = told("billing.invoice_status_changed")
    assert (fact["old"], fact["new"], fact["order_id"]) == ("draft", "sent", str(order_id))


def test_the_issue_date_is_the_sellers(db, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    issued = issue(datetime(2026, 12, 31, 13, tzinfo=UTC))
    assert (issued.issue_date, issued.number) == (date(2027, 1, 1), "INV-2027-000001")


def test_an_invoice_is_issued_once(db):
    invoice = draft(now=NOW)
    first = issue_invoice(order_id=invoice.order_id, now=NOW)
    again = issue_invoice(invoice_id=invoice.id, now=NOW + timedelta(days=3))
    assert again == first
    assert len(told("billing.invoice_status_changed")) == 1


def test_a_void_invoice_is_not_issued(db):
    invoice = draft(now=NOW)
    void_invoice(order_id=invoice.order_id, reason="Cancelled", now=NOW)
    with pytest.raises(InvoiceIsVoid):
        issue_invoice(order_id=invoice.order_id, now=NOW)
    assert get_invoice(invoice_id=invoice.id, of_client=None).number is None


def test_what_does_not_exist_is_not_issued(db):
    with pytest.raises(InvoiceNotFound, match="order"):
        issue_invoice(order_id=OrderId(new_id()), now=NOW)
    with pytest.raises(InvoiceNotFound, match="id"):
        issue_invoice(invoice_id=InvoiceId(new_id()), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_though_clerks_work_at_once_and_some_give_up():
    def work(seed):
        chance = random.Random(seed)
        for _ in range(8):
            with transaction.atomic():
                issue()
                if chance.random() < 0.3:
                    transaction.set_rollback(True)
        connection.close()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [series] = list_number_series()
    assert series.is_gapless
    assert 0 < series.issued < 32


def test_the_audit_of_numbers_finds_the_one_that_is_missing(db, capsys):
    for _ in range(3):
        issue()
    call_command("invoice_numbers")
    assert "INV-2026: 3 of 3 issued, missing: none" in capsys.readouterr().out
    with thawed():
        models.Invoice.objects.filter(sequence=2).delete()
    with pytest.raises(CommandError, match="gaps"):
        call_command("invoice_numbers")
    assert "2 of 3 issued, missing: 2" in capsys.readouterr().out
