"""Closing books: what is closed stays, and comes out the same."""

import threading
from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest
from django.db import DatabaseError, connection, transaction

from contexts.billing.accounting.dto import Chart
from contexts.billing.errors import BooksChanged, PeriodClosed, PeriodNotNext, PeriodNotOver, PeriodReversed
from contexts.billing.payments.dto import Channel
from contexts.billing.payments.models import Payment
from contexts.billing.payments.use_cases import collect_payment, receive_payment, record_payment, reverse_payment
from contexts.billing.periods.models import ClosedPeriod
from contexts.billing.refunds.use_cases import request_refund, withdraw_refunds
from gotuto.db import execute
from gotuto.ids import PaymentId
from gotuto.money import Money
from tests.billing.accounting.books import LAST, NOW, accounts, closed, written
from tests.billing.accounting.reader import read
from tests.billing.builders import eur
from tests.billing.reports.sales import credited, noon, sell
from tests.billing.sellers.builders import described

DAY = date(2026, 10, 7)


@pytest.fixture
def seller(db):
    described()
    accounts()


@pytest.fixture
def books(seller):
    """An invoice and its payment in a month that is closed."""
    invoice = sell("119.00")
    record_payment(
        invoice_id=invoice.id, amount=eur("50.00"), method="cash", reference="R-1", received_on=DAY, now=noon(DAY)
    )
    closed()
    return invoice


def test_a_closed_period_gives_the_same_bytes_whatever_comes_later(books):
    content, done = written()
    assert (done.is_closed, done.bookings, read(content).header[21]) == (True, 2, "1")
    assert all(line.is_final for line in read(content).lines)
    accounts(chart=Chart.SKR04, consultant_number=7777, accounts={"sale:home:S:19": "4999"})
    described(name="Another Name GmbH")
    credited(books, "19.00", on=date(2026, 11, 3))
    record_payment(
        invoice_id=books.id, amount=eur("50.00"), method="cash", reference="R-2", now=noon(date(2026, 11, 4))
    )
    assert written(now=datetime(2027, 3, 1, tzinfo=UTC)) == (content, done)
    assert ClosedPeriod.objects.get().digest == done.digest


def test_other_days_are_a_draft_by_the_accounts_of_today(books):
    accounts(chart=Chart.SKR04)
    content, done = written(first=DAY, last=DAY)
    assert (done.is_closed, read(content).header[21], read(content).lines[0].is_final) == (False, "0", False)
    assert read(content).lines[0].debit == "1600"


def test_books_that_somebody_changed_are_not_handed_out(books):
    """Past all guards of the program and of the tables."""
    execute("UPDATE billing_payment SET amount = amount + 1")
    with pytest.raises(BooksChanged, match="is not what was closed"):
        written()


def test_a_refund_of_what_did_not_stay_that_is_withdrawn_later_changes_no_closed_day(seller):
    invoice = sell("119.00")
    record_payment(invoice_id=invoice.id, amount=eur("50.00"), method="cash", reference="R-1", now=noon(DAY))
    payment_id = PaymentId(Payment.objects.get().id)
    request_refund(payment_id=payment_id, amount=eur("20.00"), reason="A dent.", now=noon(DAY))
    reverse_payment(payment_id=payment_id, reason="It bounced.", now=noon(DAY))
    closed()
    content, done = written()
    withdraw_refunds(payment_id=payment_id, now=noon(date(2026, 11, 3)))
    assert written() == (content, done)
    assert [line.amount for line in read(content).lines if "Rückgabe" in line.text] == [D("30.00")]
    november = read(written(first=date(2026, 11, 1), last=date(2026, 11, 19))[0])
    assert [(line.day, line.amount) for line in november.lines if "Rückgabe" in line.text] == [
        (date(2026, 11, 3), D("20.00"))
    ]


def test_nothing_is_booked_into_it(books):
    late = {"amount": eur("10.00"), "method": "cash", "received_on": date(2026, 10, 31), "now": NOW}
    with pytest.raises(PeriodClosed, match="Book it today, and say the true day in the reason"):
        record_payment(invoice_id=books.id, reference="LATE", **late)
    client = Payment.objects.get().client_id
    with pytest.raises(PeriodClosed):
        receive_payment(client_id=client, reference="LATE", **late)
    record_payment(invoice_id=books.id, reference="LATE", **{**late, "received_on": date(2026, 11, 1)})
    assert Payment.objects.count() == 2


def test_what_a_bank_tells_late_is_booked_today(books):
    payment = collect_payment(
        invoice_id=books.id, amount=eur("10.00"), method="bank_transfer", reference="LATE", channel=Channel.BANK_STATEMENT,
        received_on=DAY, reason="Line 3", now=NOW,
    )  # fmt: skip
    assert payment.received_on == NOW.date()
    assert payment.reason == "Came in on 2026-10-07; the books are closed up to 2026-10-31. Line 3"


def test_days_of_another_seller_stay_open(books):
    described(legal_entity="south")
    invoice = sell("20.00", by="south")
    record_payment(invoice_id=invoice.id, amount=eur("20.00"), method="cash", reference="S", received_on=DAY, now=NOW)
    assert Payment.objects.get(reference="S").received_on == DAY


def test_the_database_refuses_it_too(books):
    row = Payment.objects.get()
    other = Payment(client_id=row.client_id, amount=D(1), currency="EUR", received_on=DAY, received_at=NOW)
    row.received_on = date(2026, 10, 8)
    for booked in (other, row):
        with pytest.raises(DatabaseError, match="closed up to 2026-10-31"), transaction.atomic():
            booked.save()


def test_a_payment_of_before_gets_its_day_late(books):
    execute("UPDATE billing_payment SET received_on = NULL")
    content, done = written()
    Payment.objects.update(received_on=DAY)
    assert written() == (content, done)


@pytest.mark.parametrize(
    "change", ["UPDATE billing_closedperiod SET last = last - 1", "DELETE FROM billing_closedperiod"]
)
def test_nobody_opens_it_again(books, change):
    with pytest.raises(DatabaseError, match="stays closed"), transaction.atomic():
        execute(change)


def test_periods_follow_one_another(seller):
    one = closed(date(2026, 8, 31))
    assert (one.first, one.bookings) == (date(2026, 8, 1), 0)
    assert closed(date(2026, 8, 31)) == one
    for first, last in [(date(2026, 9, 2), LAST), (date(2026, 8, 1), date(2026, 8, 30)), (None, date(2026, 8, 30))]:
        with pytest.raises(PeriodNotNext, match="up to 2026-08-31"):
            closed(last, first=first)
    assert closed(date(2026, 9, 10)).first == date(2026, 9, 1)
    assert closed(LAST, first=date(2026, 9, 11)).last == LAST


def test_only_what_is_over_is_closed(seller):
    with pytest.raises(PeriodNotOver, match="2026-11-20 is not over"):
        closed(date(2026, 11, 20))
    with pytest.raises(PeriodNotOver):
        closed(date(2026, 11, 19), now=datetime(2026, 11, 20, 0, 30, tzinfo=UTC))
    with pytest.raises(PeriodReversed):
        closed(date(2026, 11, 19), first=date(2026, 11, 20))
    assert closed(date(2026, 11, 19)).first == date(2026, 11, 1)


@pytest.mark.django_db(transaction=True)
def test_money_that_is_just_being_booked_is_in_it_or_refused():
    """Whoever closes waits for it, so that what is closed has it."""
    described()
    accounts()
    invoice = sell("119.00")
    began = threading.Event()

    def close():
        began.set()
        try:
            closed()
        finally:
            connection.close()

    closing = threading.Thread(target=close)
    with transaction.atomic():
        record_payment(
            invoice_id=invoice.id,
            amount=Money.of("119.00", "EUR"),
            method="cash",
            reference="R",
            received_on=DAY,
            now=NOW,
        )
        closing.start()
        began.wait()
        closing.join(0.5)
        assert closing.is_alive()
    closing.join(20)
    assert ClosedPeriod.objects.get().bookings == 2
    assert written()[1].is_closed
