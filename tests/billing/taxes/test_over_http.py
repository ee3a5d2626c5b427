"""Rates of tax as the outside sees them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.billing.taxes.domain.rates import all_rates
from tests.clients import Api


@pytest.fixture
def guest(db):
    return Api()


def test_a_rate_is_shown_with_its_source_and_the_day_on_which_it_was_looked_up(guest):
    answer = guest.get("tax-rates/?country=EE&on=2025-07-01")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=3600")
    assert answer.json()["results"][0] == {
        "country": "EE",
        "tax_class": "standard",
        "rate": "0.24",
        "valid_from": "2025-07-01",
        "valid_until": None,
        "source": "§ 15 KMS; European Commission, Taxes in Europe Database, VAT rates",
        "confirmed_by": "eu-vat-rates-data 2026.9.29, which reads that database daily",
        "looked_up": "2026-11-26",
        "note": "",
    }


def test_without_a_wish_all_rates_are_shown(guest):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown = guest.get("tax-rates/").json()["results"]
    assert len(shown) == len(all_rates()) > 100
    assert len(asked) == 0


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ("country=lu", {("LU", "0.17"), ("LU", "0.08"), ("LU", "0.03")}),
        ("country=AT&on=2026-06-30", {("AT", "0.2"), ("AT", "0.1"), ("AT-JM", "0.19")}),
        ("country=XI", {("XI", "0.2"), ("XI", "0.05"), ("XI", "0")}),
        ("country=US", set()),
        ("country=DE&on=2019-12-31", set()),
    ],
)
def test_rates_of_a_country_and_a_day(guest, wish, found):
    shown = guest.get(f"tax-rates/?{wish}").json()["results"]
    assert {(rate["country"], rate["rate"]) for rate in shown} == found


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ("country=XX", "country"),
        ("on=", "on"),
        ("country=DEU", "country"),
        ("on=2026-02-30", "on"),
        ("on=today", "on"),
        ("land=DE", "land"),
    ],
)
def test_a_wish_that_makes_no_sense_is_named(guest, wish, field):
    answer = guest.get(f"tax-rates/?{wish}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_a_code_that_is_no_country_is_told_what_one_is(guest):
    assert guest.get("tax-rates/?country=xx").json()["errors"]["country"] == [
        "'XX' is not a country code of ISO 3166-1, such as DE."
    ]
