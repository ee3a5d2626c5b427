"""Receivables, revenue, accounts and the journal as programs ask for them, as JSON and CSV."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from contexts.billing.ledger import queries
from tests.billing.builders import pay
from tests.billing.ledger.trade import CLIENTS, invoiced, received, sellers
from tests.clients import Api, staff_api

ADA, BEN, _ = CLIENTS
MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)
EUR = "EUR"


@pytest.fixture
def clerk(db):
    sellers()
    invoice = invoiced(ADA, "100.00", now=MARCH)
    invoiced(BEN, "80.00", now=MARCH, by="berlin")
    pay(invoice.id, "40.00", now=MARCH + timedelta(days=1))
    received(BEN, "500", now=MARCH + timedelta(days=2), currency="JPY")
    return staff_api("billing")


def rows(answer):
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_a_program_is_told_what_is_open(clerk):
    told = clerk.get("reports/receivables/?on=2026-03-31").json()
    assert told["on"] == "2026-03-31"
    assert [(one["currency"], one["clients"], one["aged"]["total"]["amount"]) for one in told["totals"]] == [
        (EUR, 2, "140.00"),
        ("JPY", 1, "0"),
    ]
    assert [one["client_id"] for one in told["clients"]] == [str(BEN), str(ADA), str(BEN)]
    assert told["clients"][2]["aged"]["unallocated"] == {"amount": "500", "currency": "JPY"}
    of_main = clerk.get("reports/receivables/?on=2026-03-31&legal_entity=main").json()
    assert [one["client_id"] for one in of_main["clients"]] == [str(ADA)]


def test_all_who_owe_stand_in_the_csv(clerk, monkeypatch):
    monkeypatch.setattr(queries, "MOST_CLIENTS", 1)
    assert len(clerk.get("reports/receivables/?on=2026-03-31").json()["clients"]) == 2
    told = rows(clerk.get("reports/receivables/?on=2026-03-31&format=csv"))
    assert [(one["client_id"], one["aged.total.amount"]) for one in told] == [
        (str(BEN), "80.00"),
        (str(ADA), "60.00"),
        (str(BEN), "0"),
    ]


def test_revenue_by_day_is_what_is_told_unless_something_else_is_asked_for(clerk):
    told = clerk.get("reports/revenue/?from=2026-03-01").json()
    assert (told["by"], told["last"], told["rows"][0]["begins"]) == ("day", "2026-03-31", "2026-03-02")
    assert told["rows"][0]["gross"] == {"amount": "180.00", "currency": EUR}
    by_week = rows(clerk.get("reports/revenue/?from=2026-03-01&by=week&legal_entity=main&format=csv"))
    assert [(one["begins"], one["net.amount"], one["invoices"]) for one in by_week] == [("2026-03-02", "84.03", "1")]


def test_an_account_has_its_balance_after_each_booking(clerk):
    told = clerk.get(f"reports/statement/?client_id={ADA}&from=2026-03-03").json()
    [euro] = told["currencies"]
    assert (euro["opening"]["amount"], euro["closing"]["amount"]) == ("100.00", "60.00")
    assert [(one["kind"], one["amount"]["amount"], one["balance"]["amount"]) for one in euro["lines"]] == [
        ("payment", "-40.00", "60.00")
    ]
    told = rows(clerk.get(f"reports/statement/?client_id={ADA}&from=2026-03-01&format=csv"))
    assert [one["balance.amount"] for one in told] == ["100.00", "60.00"]


def test_the_journal_has_pages_and_its_csv_has_all_of_them(clerk, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    first = clerk.get("reports/payments/?from=2026-03-01").json()
    assert [one["kind"] for one in first["items"]] == ["payment", "allocation"]
    assert [(one["kind"], one["entries"]) for one in first["totals"]] == [
        ("payment", 1), ("allocation", 1), ("payment", 1),
    ]  # fmt: skip
    then = clerk.get(f"reports/payments/?from=2026-03-01&cursor={first['next']}").json()
    assert ([one["amount"]["amount"] for one in then["items"]], then["totals"], then["next"]) == (["500"], [], None)
    # A cursor of other days begins with the first of these.
    assert clerk.get(f"reports/payments/?from=2026-03-04&cursor={first['next']}").json()["items"] == then["items"]
    told = rows(clerk.get("reports/payments/?from=2026-03-01&format=csv"))
    assert [(one["kind"], one["amount.amount"], one["channel"]) for one in told] == [
        ("payment", "40.00", "staff"),
        ("allocation", "40.00", "staff"),
        ("payment", "500", "staff"),
    ]


def test_what_is_refused_is_refused_before_a_file_begins(clerk):
    answer = clerk.get("reports/payments/?from=2026-03-31&to=2026-03-01&format=csv")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["to"])


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("receivables/?on=yesterday", "on"),
        ("revenue/?by=year", "by"),
        ("revenue/?from=2019-01-01&to=2026-10-01", "to"),
        ("statement/", "client_id"),
        ("payments/?cursor=W10=", "cursor"),
        ("payments/?cursor=%C3%A4", "cursor"),
        ("payments/?cursor=WyIyMDI2LTAzLTAyVDA5OjAwOjAwIiwwLCIwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMGIiXQ==", "cursor"),
        ("payments/?page_size=5", "page_size"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_question_is_named(clerk, asked, field):
    answer = clerk.get(f"reports/{asked}")
    assert (answer.status_code, answer.json()["code"], list(answer.json()["errors"])) == (400, "invalid", [field])


def test_whom_nobody_knows_is_not_found(clerk):
    assert clerk.get("reports/receivables/?legal_entity=paris").json()["code"] == "billing.seller_not_found"
    unknown = "01a1fbed-958c-708b-adcb-88998f41d862"
    assert clerk.get(f"reports/statement/?client_id={unknown}").json()["code"] == "billing.client_not_found"


def test_they_are_for_those_who_see_the_sellers(db):
    for name in ("receivables", "revenue", "statement", "payments"):
        assert Api().get(f"reports/{name}/").status_code == 401
        assert staff_api("support").get(f"reports/{name}/").status_code == 403
