"""Reports in words: what staff and operators read of returns and of the threshold."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from contexts.billing.reports.domain import words
from contexts.billing.reports.dto import DistanceSales, Return, Threshold, VatRow
from contexts.billing.taxes.dto import TaxCategory
from gotuto.money import Money
from tests.billing.lines import eur

ROW = VatRow(
    declared_in=Return.HOME,
    country="DE",
    vat_id="",
    is_distance_sale=False,
    category=TaxCategory.STANDARD,
    rate=D("0.19"),
    exemption="",
    net=eur("100.00"),
    tax=eur("19.00"),
    documents=1,
)
YEAR = DistanceSales(year=2026, net=eur("4000.00"), share=D("0.4000"), is_over=False, other_currencies=())
BELOW = Threshold(limit=eur("10000.00"), is_over=False, has_oss=False, years=(YEAR,))


@pytest.mark.parametrize(("part", "told"), [("0.19", "19"), ("0.0550", "5.5"), ("0", "0"), ("1.2", "120")])
def test_a_part_is_told_in_percent(part, told):
    assert words.percent(D(part)) == told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (ROW, "at home"),
        (replace(ROW, declared_in=Return.LOCAL, vat_id="FR40303265045"), "registration there (FR40303265045)"),
        (replace(ROW, declared_in=Return.OSS, is_distance_sale=True), "one-stop shop"),
        (replace(ROW, is_distance_sale=True), "at home, though it went to consumers elsewhere in the EU"),
    ],
)
def test_a_row_says_in_which_return_it_is_declared(row, told):
    assert words.declared(row) == told


def test_it_is_said_how_many_documents_do_not_tell_where_the_seller_was():
    rest = "not say where the seller was, as those of earlier releases: taken as taxed at home, and the buyer's address"
    assert words.without_particulars(1) == f"1 document does {rest} for where it went."
    assert words.without_particulars(2) == f"2 documents do {rest} for where it went."


def test_a_seller_outside_the_eu_has_no_threshold():
    assert list(words.of_threshold(None)) == [
        "No threshold of article 59c: by what the seller says, they are not in the EU."
    ]


def test_each_year_is_told_and_then_what_it_means():
    last = replace(YEAR, year=2025, net=eur("12000.00"), share=D("1.2"), is_over=True)
    other = replace(YEAR, other_currencies=(Money.of("7.00", "USD"), Money.of("8.00", "CHF")))
    told = replace(BELOW, years=(last, other))
    assert list(words.of_threshold(told)) == [
        "2025: 12000.00 EUR net to consumers in other member states, 120 % of 10000.00 EUR, over it.",
        "2026: 4000.00 EUR net to consumers in other member states, 40 % of 10000.00 EUR."
        " Not converted: 7.00 USD, 8.00 CHF.",
        "Below the threshold (directive 2006/112, art. 59c) these sales may be taxed at the seller's,"
        " if what is not converted does not bring them over it.",
    ]


@pytest.mark.parametrize(
    ("threshold", "told"),
    [
        (BELOW, "Below the threshold (directive 2006/112, art. 59c) these sales may be taxed at the seller's."),
        (
            replace(BELOW, is_over=True),
            "Over the threshold (directive 2006/112, art. 59c) these sales are taxed where they go. Nothing switches by"
            " itself: register for the one-stop shop, then enter it at the seller.",
        ),
        (
            replace(BELOW, is_over=True, has_oss=True),
            "The seller has the one-stop shop: these sales are taxed where they go.",
        ),
    ],
)
def test_what_follows_from_the_threshold(threshold, told):
    assert words.advice(threshold) == told
