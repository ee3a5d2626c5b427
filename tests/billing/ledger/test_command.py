"""Receivables, revenue, accounts and the journal as operators read them."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from contexts.billing.ledger import queries
from tests.billing.builders import pay
from tests.billing.ledger.trade import CLIENTS, invoiced, sellers

pytestmark = pytest.mark.django_db
ADA = CLIENTS[0]
MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def sold():
    sellers()
    pay(invoiced(ADA, "100.00", now=MARCH).id, "40.00", now=MARCH + timedelta(days=1))


@pytest.fixture
def said(capsys):
    def say(*arguments):
        call_command("report", *arguments)
        return [" ".join(line.split()) for line in str(capsys.readouterr().out).splitlines()]

    return say


def test_an_operator_reads_what_is_open(said):
    told = said("receivables", "--on=2026-03-31", "--seller=main")
    assert told[0] == "At the end of 2026-03-31"
    assert told[-1].startswith("all 1 in EUR 0.00 EUR 60.00 EUR") or told[-1].startswith("all 1 in EUR 60.00 EUR")
    assert said("receivables", "--on=2020-03-31")[1] == "Nothing is open, and nobody has paid ahead."


def test_an_operator_reads_revenue(said):
    told = said("revenue", "--from=2026-01-01", "--to=2026-03-31", "--by=month")
    assert "EUR 2026-03-01 84.03 EUR 15.97 EUR 100.00 EUR 1 0" in told
    assert said("revenue", "--from=2020-01-01")[1] == "Nothing was issued."


def test_an_operator_reads_an_account(said):
    told = said("statement", str(ADA), "--from=2026-03-03")
    assert told[3:] == [
        "2026-03-03 opening 100.00 EUR",
        "2026-03-03 payment R-1 -40.00 EUR 60.00 EUR",
        "2026-03-31 closing 60.00 EUR",
    ]
    assert said("statement", str(ADA), "--from=2020-03-03")[2] == "Nothing was ever booked."


def test_an_operator_reads_the_journal_page_by_page(said, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 1)
    told = said("payments", "--from=2026-03-01")
    assert "2026-03-03 09:00:00 payment" in told[3]
    cursor = told[-1].removeprefix("There is more: --cursor ")
    told = said("payments", "--from=2026-03-01", f"--cursor={cursor}")
    assert ("allocation" in told[3], len(told)) == (True, 4)
    assert said("payments", "--from=2020-03-01")[2] == "Nothing was booked."


def test_a_program_gets_json_and_a_mistake_is_told_in_a_line(said):
    [told] = json.loads("".join(said("receivables", "--on=2026-03-31", "--json")))["report"]["clients"]
    assert told["aged"]["total"] == {"amount": "60.00", "currency": "EUR"}
    with pytest.raises(CommandError, match="cannot end on"):
        call_command("report", "revenue", "--from=2026-10-31", "--to=2026-10-01")
