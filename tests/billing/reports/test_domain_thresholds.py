"""The limit of article 59c, without a database; and how it is told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contexts.billing.reports.domain import words
from contexts.billing.reports.domain.spans import Span
from contexts.billing.reports.domain.thresholds import LIMIT, is_in_union, threshold, two_years
from contexts.billing.reports.dto import Return, VatRow
from contexts.billing.taxes.dto import TaxCategory
from gotuto.money import Money
from tests.billing.reports.groups import HAMBURG, LIVIGNO, OSS, group, seller

TODAY = date(2026, 11, 20)
FRANCE = group("FR")


def sold(net, **said):
    return replace(FRANCE, net=Decimal(net), **said)


def found(*groups, registrations=()):
    return threshold(seller(*registrations), groups, today=TODAY)


def test_the_limit_is_that_of_the_law():
    assert Money.of("10000.00", "EUR") == LIMIT


def test_it_is_about_this_calendar_year_and_the_last_one():
    assert two_years(TODAY) == Span(date(2025, 1, 1), date(2026, 12, 31))
    assert [year.year for year in found().years] == [2025, 2026]


@pytest.mark.parametrize(
    ("groups", "over"),
    [
        ((), (False, False, False)),
        ((sold("10000.00"),), (False, False, False)),
        ((sold("10000.01"),), (True, False, True)),
        ((sold("10000.01", year=2025),), (True, True, False)),
        ((sold("6000.00", year=2025), sold("6000.00")), (False, False, False)),
        ((sold("6000.00"), sold("6000.00"), sold("-2000.00")), (False, False, False)),
        ((sold("60000.00", currency="SEK"),), (False, False, False)),
        ((sold("60000.00", year=2024),), (False, False, False)),
    ],
)
def test_it_is_over_above_ten_thousand_euro_in_one_of_the_years(groups, over):
    told = found(*groups)
    assert (told.is_over, *(year.is_over for year in told.years)) == over


def test_a_year_tells_its_sum_share_and_other_currencies():
    others = [sold("1.00", currency=other) for other in ("USD", "CHF", "NOK", "DKK", "GBP", "PLN")]
    _, year = found(sold("1234.56"), sold("100.00", currency="SEK"), *others, sold("1.00", currency="SEK")).years
    assert (str(year.net), str(year.share)) == ("1234.56 EUR", "0.1235")
    assert [amount.currency for amount in year.other_currencies] == ["CHF", "DKK", "GBP", "NOK", "PLN", "SEK", "USD"]
    assert str(year.other_currencies[5]) == "101.00 SEK"
    assert words.of_year(year, found()).endswith(
        " Not converted: 1.00 CHF, 1.00 DKK, 1.00 GBP, 1.00 NOK, 1.00 PLN, 101.00 SEK, 1.00 USD."
    )
    assert found().limit == LIMIT


def test_the_one_stop_shop_is_that_of_now():
    assert not found().has_oss
    assert found(registrations=(OSS,)).has_oss


def test_the_threshold_is_for_sellers_in_the_union():
    assert is_in_union(seller())
    assert not is_in_union(seller(address=None))
    assert not is_in_union(seller(address=LIVIGNO))
    assert not is_in_union(seller(address=replace(HAMBURG, country="CH")))


def test_it_is_told_in_words():
    assert list(words.of_threshold(found(sold("12345.00"), sold("7.00", currency="SEK")))) == [
        "2025: 0.00 EUR net to consumers in other member states, 0 % of 10000.00 EUR.",
        "2026: 12345.00 EUR net to consumers in other member states, 123.45 % of 10000.00 EUR, over it."
        " Not converted: 7.00 SEK.",
        "Over the threshold (directive 2006/112, art. 59c) these sales are taxed where they go. Nothing switches by itself:"
        " register for the one-stop shop, then enter it at the seller.",
    ]
    assert words.advice(found()) == (
        "Below the threshold (directive 2006/112, art. 59c) these sales may be taxed at the seller's."
    )
    assert words.advice(found(sold("9000.00"), sold("7.00", year=2025, currency="SEK"))).endswith(
        " may be taxed at the seller's, if what is not converted does not bring them over it."
    )
    assert words.advice(found(registrations=(OSS,))) == (
        "The seller has the one-stop shop: these sales are taxed where they go."
    )
    assert list(words.of_threshold(None)) == [
        "No threshold of article 59c: by what the seller says, they are not in the EU."
    ]


def row(declared_in=Return.HOME, vat_id="DE1", is_distance_sale=False):
    nothing = Money.zero("EUR")
    return VatRow(
        declared_in=declared_in, country="FR", vat_id=vat_id, is_distance_sale=is_distance_sale,
        category=TaxCategory.STANDARD, rate=Decimal("0.2"), exemption="", net=nothing, tax=nothing, documents=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (row(), "at home (DE1)"),
        (row(vat_id=""), "at home"),
        (row(is_distance_sale=True), "at home (DE1), though it went to consumers elsewhere in the EU"),
        (row(Return.LOCAL, is_distance_sale=True), "registration there (DE1)"),
        (row(Return.OSS, is_distance_sale=True), "one-stop shop (DE1)"),
    ],
)
def test_a_return_is_named(one, told):
    assert words.declared(one) == told


def test_a_part_is_told_in_percent():
    assert [words.percent(Decimal(part)) for part in ("0.19", "0.055", "1.0000", "0", "10")] == [
        "19", "5.5", "100", "0", "1000",
    ]  # fmt: skip


def test_documents_without_particulars_are_counted_in_words():
    rest = (
        " not say where the seller was, as those of earlier releases: taken as taxed at home, and the buyer's address"
        " for where it went."
    )
    assert words.without_particulars(1) == f"1 document does{rest}"
    assert words.without_particulars(2) == f"2 documents do{rest}"
