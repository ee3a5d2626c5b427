"""The threshold of article 59c: 10,000 EUR of sales to consumers in other member states, in the last year and this one."""

from datetime import date
from decimal import Decimal

import pytest

from contexts.billing.reports.domain import words
from gotuto.address import Address
from gotuto.tax_classes import TaxClass
from tests.billing.reports.sales import FRENCH, OSS, credited, crossed, of_main, sell
from tests.billing.sellers.builders import described

pytestmark = pytest.mark.django_db

LAST_YEAR = date(2025, 12, 31)
ZURICH = Address(name="Zürich", line1="Gasse 1", postal_code="8001", city="Zürich", country="CH")


@pytest.fixture(autouse=True)
def tea_trading(db):
    described()


def told():
    return list(words.of_threshold(of_main().threshold))


def test_consumers_in_other_member_states_count_net_and_nobody_else():
    sell("1190.00", "FR", on=date(2026, 1, 1))
    sell("119.00", "IT", on=date(2026, 11, 20))
    sell("11900.00", "DE")
    sell("11900.00", "CH")
    sell("11900.00", "FR", vat_id=FRENCH)
    sell("11900.00", "ES", postal_code="35001")
    assert crossed(of_main()) == {
        2025: ("0.00 EUR", Decimal(0), False),
        2026: ("1100.00 EUR", Decimal("0.11"), False),
    }
    assert told() == [
        "2025: 0.00 EUR net to consumers in other member states, 0 % of 10000.00 EUR.",
        "2026: 1100.00 EUR net to consumers in other member states, 11 % of 10000.00 EUR.",
        "Below the threshold (directive 2006/112, art. 59c) these sales may be taxed at the seller's.",
    ]


def test_exactly_the_limit_is_not_over_it_and_a_cent_more_is():
    sell("11900.00", "FR")
    assert crossed(of_main())[2026] == ("10000.00 EUR", Decimal(1), False)
    sell("0.01", "FR")
    assert crossed(of_main())[2026] == ("10000.01 EUR", Decimal(1), True)
    assert of_main().threshold.is_over
    assert told()[1].endswith(" 100 % of 10000.00 EUR, over it.")
    assert told()[2].startswith("Over the threshold")


def test_what_was_sold_last_year_counts_this_year_too():
    sell("14280.00", "FR", on=LAST_YEAR)
    assert crossed(of_main()) == {
        2025: ("12000.00 EUR", Decimal("1.2"), True),
        2026: ("0.00 EUR", Decimal(0), False),
    }
    assert of_main().threshold.is_over


def test_what_was_sold_the_year_before_last_does_not():
    sell("14280.00", "FR", on=date(2024, 12, 31))
    assert not of_main().threshold.is_over


def test_the_threshold_is_that_of_today_whatever_days_the_report_is_about():
    sell("14280.00", "FR", on=date(2026, 3, 1))
    before = of_main(first=date(2024, 1, 1), last=date(2024, 12, 31))
    assert before.currencies == ()
    assert crossed(before)[2026] == ("12000.00 EUR", Decimal("1.2"), True)


def test_a_document_with_two_rates_counts_with_both():
    sell("119.00", "FR", more=(("10.70", TaxClass.REDUCED),))
    assert crossed(of_main())[2026][0] == "110.00 EUR"


def test_credit_notes_are_taken_off():
    invoice = sell("14280.00", "FR")
    credited(invoice, "4760.00", on=date(2026, 11, 1))
    assert crossed(of_main())[2026] == ("8000.00 EUR", Decimal("0.8"), False)


def test_with_the_one_stop_shop_they_count_and_nothing_needs_to_be_done():
    described(registrations=(OSS,))
    sell("14400.00", "FR")
    threshold = of_main().threshold
    assert (threshold.has_oss, threshold.is_over, str(threshold.years[1].net)) == (True, True, "12000.00 EUR")
    assert told()[2] == "The seller has the one-stop shop: these sales are taxed where they go."


def test_nothing_switches_by_itself():
    sell("14280.00", "FR")
    after = sell("119.00", "FR")
    assert [(line.category, line.rate) for line in after.tax_lines] == [("S", Decimal("0.19"))]


def test_other_currencies_stand_beside_and_are_not_converted():
    sell("1190.00", "FR")
    sell("2380.00", "FR", currency="SEK")
    sell("1190", "FR", currency="JPY")
    year = of_main().threshold.years[1]
    assert [str(amount) for amount in (year.net, *year.other_currencies)] == ["1000.00 EUR", "1000 JPY", "2000.00 SEK"]
    assert told()[1].endswith("10 % of 10000.00 EUR. Not converted: 1000 JPY, 2000.00 SEK.")


def test_a_seller_outside_the_union_has_none():
    described(address=ZURICH, vat_id="", tax_number="CHE-116.281.710 MWST")
    sell("119.00", "FR")
    assert of_main().threshold is None
    assert told() == ["No threshold of article 59c: by what the seller says, they are not in the EU."]
    # An export of a seller outside the EU.
    assert [(row.category, row.is_distance_sale) for row in of_main().currencies[0].rows] == [("Z", False)]
