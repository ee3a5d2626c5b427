"""Receivables, revenue, accounts and the journal as staff read them in the back office."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from contexts.billing.clients.models import Client as Row
from contexts.billing.clients.use_cases import create_client
from contexts.billing.invoices.use_cases import mark_overdue_invoices
from contexts.billing.ledger import queries
from contexts.billing.payments.use_cases import reverse_payment
from contexts.customer.models import User
from tests.billing.builders import credit, pay
from tests.billing.ledger.trade import CLIENTS, invoiced, received, sellers, sent_back
from tests.billing.lines import eur
from tests.clients import staff_api

ADA, BEN, CEM = CLIENTS
MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def office(db):
    sellers()
    staff_api("billing")
    browser = Client()
    browser.force_login(User.objects.get(email="billing@example.com"))
    return browser


@pytest.fixture
def march(office):
    """Ada owes 100.00, of which 40.00 are paid and 10.00 credited, Ben 2000 yen; Ada has sent 30.00 that settle nothing."""
    invoice = invoiced(ADA, "100.00", now=MARCH)
    invoiced(BEN, "2000", now=MARCH, currency="JPY", by="berlin")
    pay(invoice.id, "40.00", now=MARCH + timedelta(days=1))
    credit(invoice.id, "10.00", now=MARCH + timedelta(days=2))
    payment = received(ADA, "35.00", now=MARCH + timedelta(days=3))
    sent_back(payment, eur("5.00"), now=MARCH + timedelta(days=4), done=MARCH + timedelta(days=5))
    Row.objects.filter(pk=ADA).update(name="Ada <Lovelace>")
    return office


def page(office, name, asked=""):
    answer = office.get(f"/admin/billing/legalentity/{name}/?{asked}")
    return answer.status_code, " ".join(answer.content.decode().split())


def words(shown):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def charts(shown):
    found = re.findall(r'data-value="([^"]+)"', shown)
    return [json.loads(unescape(one)) for one in found]


def test_what_is_open_stands_in_its_column_and_in_a_bar(march):
    status, shown = page(march, "receivables", "on=2026-04-20")
    assert status == 200
    assert "Ada <Lovelace> – – 50.00 – – 50.00 – 30.00" in words(shown)
    assert "All – – 2,000" in words(shown)
    assert "Ada &lt;Lovelace&gt;" in shown
    euro, _ = charts(shown)
    assert euro["labels"] == ["Ada <Lovelace>"]
    assert [one["data"] for one in euro["datasets"]] == [[0], [0], [50], [0], [0]]
    assert f"account/?client_id={ADA}&amp;first=2026-01-01&amp;last=2026-04-20" in shown


def test_of_one_seller_and_of_a_day_without_anything(march):
    of_berlin = words(page(march, "receivables", "on=2026-04-20&legal_entity=berlin")[1])
    assert "2,000" in of_berlin
    assert "50.00" not in of_berlin
    assert "Nothing was open, and nobody had paid ahead." in page(march, "receivables", "on=2026-02-20")[1]
    # Paid on March 3: the day before all of it was open.
    assert "100.00" in words(page(march, "receivables", "on=2026-03-02")[1])


def test_who_has_only_paid_ahead_has_no_bar_and_those_who_owe_least_are_counted(march, monkeypatch):
    invoiced(CEM, "1.00", now=MARCH)
    received(CEM, "7.00", now=MARCH, currency="USD")
    _, shown = page(march, "receivables", "on=2026-04-20")
    assert ("0 invoices of 1 client" in shown, "Open by client and age, USD" in shown) == (True, False)
    real = queries.receivables
    monkeypatch.setattr(queries, "receivables", lambda **asked: real(**{**asked, "most": 1}))
    assert "1 more client owes less" in page(march, "receivables", "on=2026-04-20")[1]


def test_revenue_is_a_row_and_a_bar_for_each_span(march):
    status, shown = page(march, "revenue", "first=2026-02-01&last=2026-03-31&by=month")
    assert status == 200
    assert "2026-03-01 75.63 EUR 14.37 EUR 90.00 EUR 1 1" in words(shown)
    euro, _ = charts(shown)
    assert euro["labels"] == ["2026-02-01", "2026-03-01"]
    assert [one["data"] for one in euro["datasets"]] == [[0, 75.63], [0, 14.37]]
    assert "Nothing was issued in these days." in page(march, "revenue", "first=2026-01-01&legal_entity=berlin")[1]
    assert "Revenue by week" in page(march, "revenue", "first=2026-03-01&by=week")[1]
    assert "Revenue by day" in page(march, "revenue", "first=2026-03-01")[1]


def test_an_account_is_asked_for_first_and_shows_each_booking(march):
    status, shown = page(march, "account")
    assert (status, 'role="alert"' in shown) == (200, False)
    status, shown = page(march, "account", f"client_id={ADA}&first=2026-03-03&last=2026-03-31")
    assert status == 200
    assert "2026-03-03 opening balance 100.00 EUR" in words(shown)
    assert "payment R-1 -40.00 EUR 60.00 EUR" in words(shown)
    assert "credit note CN-2026-000001 main -10.00 EUR 50.00 EUR" in words(shown)
    assert "Closing balance 20.00 EUR" in words(shown)
    assert charts(shown)[0]["datasets"][0]["data"] == [60, 50, 15, 20]
    assert "Nothing was ever booked" in page(march, "account", f"client_id={ADA}&first=2020-03-03")[1]


def test_the_journal_shows_who_booked_what(march):
    payment = received(BEN, "500", now=MARCH + timedelta(days=6), currency="JPY")
    reverse_payment(payment_id=payment, reason="No cover", now=MARCH + timedelta(days=7))
    status, shown = page(march, "journal", "first=2026-03-01&last=2026-03-31")
    assert status == 200
    assert "2026-03-03 09:00 allocation R-1 INV-2026-000001 40.00 EUR bank_transfer staff" in words(shown)
    assert "-500 JPY bank_transfer reversal: No cover" in words(shown)
    assert "Reversal: 1 -500 JPY" in words(shown)
    assert "Next page" not in shown
    assert "Nothing was booked in these days." in page(march, "journal", "first=2020-03-01")[1]


def test_a_long_journal_has_pages(march, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    _, shown = page(march, "journal", "first=2026-03-01&last=2026-03-31")
    asked = unescape(re.search(r'href="\?([^"]+)">Next page', shown)[1])
    _, then = page(march, "journal", asked)
    assert "refund" in then or "payment" in then
    assert "INV-2026-000001" in shown
    assert "INV-2026-000001" not in then


@pytest.mark.parametrize(
    ("name", "asked", "told"),
    [
        ("receivables", "on=tomorrow", "Enter a valid date."),
        ("revenue", "first=2026-10-31&last=2026-10-01", "cannot end on 2026-10-01"),
        ("account", "first=2026-10-01", "This field is required."),
        ("account", "client_id=5", "valid"),
        ("journal", "cursor=x", "This cursor does not belong to this list."),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_beside_its_field(office, name, asked, told):
    status, shown = page(office, name, asked)
    assert (status, told in unescape(shown), "<table" in shown) == (400, True, False)


def test_nobody_else_opens_the_pages(db):
    staff_api("support")
    browser = Client()
    browser.force_login(User.objects.get(email="support@example.com"))
    for name in ("receivables", "revenue", "account", "journal"):
        assert browser.get(f"/admin/billing/legalentity/{name}/").status_code == 403


def test_the_page_of_a_client_says_how_they_stand_and_leads_on(march):
    shown = " ".join(march.get(f"/admin/billing/client/{ADA}/change/").content.decode().split())
    assert "50.00 EUR owed, 30.00 EUR of theirs settle nothing yet" in words(shown)
    assert "2,000 JPY owed" in words(march.get(f"/admin/billing/client/{BEN}/change/").content.decode())
    mark_overdue_invoices(now=MARCH + timedelta(days=60))
    assert "50.00 EUR owed, 50.00 EUR of it overdue" in words(
        march.get(f"/admin/billing/client/{ADA}/change/").content.decode()
    )
    new = create_client(name="Dan", email="dan@example.com", now=MARCH)
    assert "nothing is owed" in words(march.get(f"/admin/billing/client/{new.id}/change/").content.decode())
    ways = [unescape(way) for way in re.findall(rf'href="([^"]+client_id={ADA}[^"]*)"', shown)]
    assert [way.split("?")[0].split("/")[-2] for way in ways] == ["account", "invoice", "payment"]
    assert [march.get(way).status_code for way in ways] == [200, 200, 200]


def test_a_bar_leads_to_the_account_that_its_name_leads_to(march):
    _, shown = page(march, "receivables", "on=2026-03-31")
    links = [link for chart in charts(shown) for link in chart["links"]]
    assert len(links) == 2
    assert all(f'href="{link.replace("&", "&amp;")}"' in shown for link in links)
    assert [march.get(link).status_code for link in links] == [200, 200]


def test_clients_of_one_name_are_told_apart_by_their_addresses(march):
    for each, email in ((ADA, "ada@example.com"), (CEM, "")):
        invoiced(each, "10.00", now=MARCH)
        Row.objects.filter(pk=each).update(name="Ada", email=email)
    _, shown = page(march, "receivables", "on=2026-03-31")
    euro = next(chart for chart in charts(shown) if len(chart["labels"]) == 2)
    assert sorted(euro["labels"]) == ["Ada", "Ada <ada@example.com>"]
    assert "Ada &lt;ada@example.com&gt;</a>" in shown
