"""The reports agree with a second reader, which adds up the same rows in its own way, on each of many days."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from contexts.billing.ledger import queries
from contexts.billing.ledger.dto import By
from gotuto.ids import ClientId
from tests.billing.ledger.reader import Books
from tests.billing.ledger.trade import BEGIN, CLIENTS, Trade, sellers

pytestmark = pytest.mark.django_db
FIRST = BEGIN.date()
BUCKETS = ("not_due", "days_1_30", "days_31_60", "days_61_90", "over_90")


@pytest.mark.parametrize("seed", [1, 2])
def test_reports_of_any_day_agree_with_the_books(seed):
    sellers()
    trade = Trade(seed)
    trade.play(120)
    # Most moves are possible, so that there is something to agree about.
    assert trade.done > 60
    assert {fee.state for fee in Books().fees} == {"open", "paid", "waived"}
    receivables_are_what_was_open_then(trade)
    for by in By:
        revenue_is_what_stands_on_the_documents(trade, by)
    an_account_is_what_is_open_less_what_was_paid_ahead(trade)
    the_journal_has_each_booking_once_and_in_order(trade)


def days(trade):
    """Every ninth day, and the last one, which is followed by nothing."""
    last = trade.now.date() + timedelta(days=100)
    return [*(FIRST + timedelta(days=n) for n in range(0, (last - FIRST).days, 9)), last]


def aged(report):
    return {
        (client.client_id, client.aged.total.currency): {
            name: amount for name in BUCKETS if (amount := getattr(client.aged, name).amount)
        }
        for client in report.clients
        if client.aged.invoices
    }


def fees(report):
    told = {(one.client_id, one.aged.total.currency): one.aged.fees.amount for one in report.clients}
    return {key: amount for key, amount in told.items() if amount}


def receivables_are_what_was_open_then(trade):
    books = Books()
    for on in days(trade):
        report = queries.receivables(on=on, now=trade.now)
        assert aged(report) == books.open(on), on
        told = {(one.client_id, one.aged.total.currency): one.aged.unallocated.amount for one in report.clients}
        assert {key: amount for key, amount in told.items() if amount} == books.ahead(on), on
        assert fees(report) == books.fees_open(on), on
        berlin = queries.receivables(on=on, legal_entity="berlin", now=trade.now)
        assert (aged(berlin), fees(berlin)) == (books.open(on, "berlin"), books.fees_open(on, "berlin")), on
        for total in report.totals:
            of = [one.aged for one in report.clients if one.aged.total.currency == total.currency]
            for name in (*BUCKETS, "total", "unallocated", "fees"):
                assert getattr(total.aged, name).amount == sum(getattr(one, name).amount for one in of)
            assert (total.clients, total.aged.invoices) == (len(of), sum(one.invoices for one in of))
            assert total.aged.total.amount == sum(getattr(total.aged, name).amount for name in BUCKETS)


def revenue_is_what_stands_on_the_documents(trade, by):
    last = trade.now.date() - timedelta(days=5)
    report = queries.revenue(first=FIRST, last=last, by=by, now=trade.now)
    told = {
        (row.currency, row.begins): (row.net.amount, row.tax.amount, row.gross.amount, row.invoices, row.credit_notes)
        for row in report.rows
    }
    assert told == Books().sold(FIRST, last, by)
    for total in report.totals:
        assert total.gross.amount == sum(row.gross.amount for row in report.rows if row.currency == total.currency)
        assert total.begins == FIRST


def an_account_is_what_is_open_less_what_was_paid_ahead(trade):
    books = Books()
    for client in CLIENTS:
        for first in days(trade)[:-1:3]:
            last = first + timedelta(days=27)
            told = queries.statement(client_id=ClientId(client), first=first, last=last, now=trade.now)
            before, after = books.owed(client, first - timedelta(days=1)), books.owed(client, last)
            assert {one.currency: one.opening.amount for one in told.currencies if one.opening.amount} == {
                currency: amount for currency, amount in before.items() if amount
            }
            open_then, ahead, fees_then = books.open(last), books.ahead(last), books.fees_open(last)
            for account in told.currencies:
                assert account.closing.amount == after[account.currency]
                owed = sum(open_then.get((client, account.currency), {}).values(), Decimal(0))
                key = client, account.currency
                assert account.closing.amount == owed + fees_then.get(key, 0) - ahead.get(key, 0)
                assert [line.balance for line in account.lines][-1:] == [account.closing] * bool(account.lines)
                assert sorted(line.day for line in account.lines) == [line.day for line in account.lines]


def the_journal_has_each_booking_once_and_in_order(trade):
    first, last = FIRST + timedelta(days=10), trade.now.date() - timedelta(days=10)
    entries, cursor = [], ""
    while cursor is not None:
        page = queries.journal(first=first, last=last, cursor=cursor, now=trade.now)
        assert bool(page.totals) == (cursor == "")
        entries, cursor = [*entries, *page.items], page.next
    told = Counter((one.kind.value, one.amount.currency, one.booked_at, one.amount.amount) for one in entries)
    assert told == Books().journal(first, last)
    assert [one.booked_at for one in entries] == sorted(one.booked_at for one in entries)
    assert len({(one.kind, one.id) for one in entries}) == len(entries)


def test_nothing_was_open_before_there_was_a_shop():
    sellers()
    told = queries.receivables(on=date(2020, 1, 1), now=BEGIN)
    assert (told.totals, told.clients) == ((), ())
