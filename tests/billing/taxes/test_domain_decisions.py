"""The decision table row by row, each with its source and beside the row that would fit next."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from contexts.billing.taxes.domain.deciding import day_of_supply
from contexts.billing.taxes.domain.table import TABLE
from contexts.billing.taxes.domain.vatex import may_stand
from contexts.billing.taxes.dto import TaxCategory, TaxClass
from contexts.billing.taxes.errors import TaxRateUnknown
from tests.billing.taxes.parties import buyer, decided, proved, seller

D19, FR20, GB20, NOTHING = Decimal("0.19"), Decimal("0.20"), Decimal("0.20"), Decimal(0)
FRENCH_BUSINESS = buyer("FR", vat_id=proved("FR"))
PT22, CH81 = Decimal("0.22"), Decimal("0.081")
SERVICE, EXEMPT = {"service": True}, {"tax_class": TaxClass.EXEMPT}
S, Z, E, AE, K, G, O = "S", "Z", "E", "AE", "K", "G", "O"  # noqa: E741 - the codes of EN 16931

ROWS = [
    # row, source, seller, buyer, more, category, rate, included, VATEX-…, place
    ("exempt_class", "art. 131", seller(), buyer("FR"), EXEMPT, E, NOTHING, NOTHING, "", "DE"),
    ("exempt_class", "art. 131", seller(), buyer("US"), EXEMPT, E, NOTHING, NOTHING, "", "DE"),
    ("small_enterprise", "art. 284", seller(is_small=True), buyer("DE"), {}, E, NOTHING, NOTHING, "", "DE"),
    ("small_enterprise", "art. 284", seller(is_small=True, has_oss=True), buyer("DE"), {}, E, NOTHING, NOTHING, "", "DE"),
    ("small_enterprise", "art. 284", seller("DE", "FR", is_small=True), FRENCH_BUSINESS, {}, E, NOTHING, NOTHING, "", "DE"),
    ("small_enterprise_in_france", "293 B", seller("FR", is_small=True), buyer("FR"), {}, E, NOTHING, NOTHING, "FRANCHISE", "FR"),
    ("taxed_at_destination", "art. 33", seller("DE", "FR", is_small=True), buyer("FR"), {}, S, FR20, FR20, "", "FR"),
    ("service_to_business_in_eu", "art. 44 and 196", seller(), FRENCH_BUSINESS, SERVICE, AE, NOTHING, D19, "AE", "FR"),
    ("service_to_business_in_eu", "art. 44 and 196", seller(), buyer("DE", vat_id=proved("FR")), SERVICE, AE, NOTHING, D19, "AE", "FR"),
    ("domestic", "art. 31", seller(), buyer("DE"), {}, S, D19, D19, "", "DE"),
    ("domestic", "art. 31", seller(), buyer("DE", vat_id=proved("FR")), {}, S, D19, D19, "", "DE"),
    ("domestic", "art. 31", seller("DE", "DE", has_oss=True), buyer("DE"), {}, S, D19, D19, "", "DE"),
    ("domestic", "art. 31", seller("GB"), buyer("GB", "BT1 5GS"), {}, S, GB20, GB20, "", "GB"),
    ("domestic", "art. 31", seller("GB"), buyer("IM"), {}, S, GB20, GB20, "", "GB"),
    ("domestic", "art. 31", seller("PT", postal_code="9000-082"), buyer("PT"), {}, S, PT22, PT22, "", "PT-30"),
    ("service_to_business_outside", "art. 44", seller(), buyer("CH", vat_id=proved("CH")), SERVICE, O, NOTHING, D19, "O", "CH"),
    ("service_to_business_outside", "art. 44", seller(), buyer("US", is_business=True), SERVICE, O, NOTHING, D19, "O", "US"),
    ("service_to_business_outside", "art. 44", seller(), buyer("GB", "BT1", vat_id=proved("XI")), SERVICE, O, NOTHING, D19, "O", "XI"),
    ("service_to_business_outside", "art. 44", seller("DE", "GB"), buyer("GB", vat_id=proved("GB")), SERVICE, O, NOTHING, D19, "O", "GB"),
    ("service_to_business_abroad", "section 7A (2) (a)", seller("GB"), FRENCH_BUSINESS, SERVICE, O, NOTHING, GB20, "", "FR"),
    ("service_to_business_abroad", "section 7A (2) (a)", seller("GB"), buyer("US", is_business=True), SERVICE, O, NOTHING, GB20, "", "US"),
    ("intra_community", "art. 138", seller(), FRENCH_BUSINESS, {}, K, NOTHING, D19, "IC", "DE"),
    ("intra_community", "art. 138", seller(), buyer("FR", vat_id=proved("PL")), {}, K, NOTHING, D19, "IC", "DE"),
    ("intra_community", "art. 138", seller("DE", "FR", has_oss=True), FRENCH_BUSINESS, {}, K, NOTHING, D19, "IC", "DE"),
    ("intra_community", "art. 138", seller(), buyer("GB", "BT1", vat_id=proved("XI")), {}, K, NOTHING, D19, "IC", "DE"),
    ("intra_community", "art. 138", seller("XI"), buyer("IE", vat_id=proved("IE")), {}, K, NOTHING, GB20, "IC", "XI"),
    ("business_of_own_state", "art. 32, 33", seller(has_oss=True), buyer("FR", vat_id=proved("DE")), {}, S, D19, D19, "", "DE"),
    ("business_of_own_state", "art. 32, 33", seller("DE", "FR"), buyer("FR", vat_id=proved("DE")), SERVICE, S, D19, D19, "", "DE"),
    ("taxed_at_destination", "art. 33 (a)", seller(has_oss=True), buyer("FR"), {}, S, FR20, FR20, "", "FR"),
    ("taxed_at_destination", "art. 33 (a)", seller("DE", "FR"), buyer("FR"), {}, S, FR20, FR20, "", "FR"),
    ("taxed_at_destination", "art. 33 (a)", seller("DE", "FR"), buyer("MC"), {}, S, FR20, FR20, "", "MC"),
    ("taxed_at_destination", "art. 33 (a)", seller(has_oss=True), buyer("FR", vat_id=proved("GB")), {}, S, FR20, FR20, "", "FR"),
    ("taxed_at_destination", "58", seller(has_oss=True), buyer("FR"), SERVICE, S, FR20, FR20, "", "FR"),
    ("taxed_at_destination", "art. 33 (a)", seller(has_oss=True), buyer("GB", "BT1"), {}, S, GB20, GB20, "", "XI"),
    ("taxed_at_destination", "art. 33 (a)", seller("DE", "XI"), buyer("GB", "BT1"), {}, S, GB20, GB20, "", "XI"),
    ("taxed_at_destination", "art. 33 (a)", seller("DE", "GB"), buyer("GB", "BT1"), {}, S, GB20, GB20, "", "XI"),
    ("taxed_at_destination", "outside the EU", seller("DE", "GB"), buyer("GB"), {}, S, GB20, GB20, "", "GB"),
    ("taxed_at_destination", "outside the EU", seller("DE", "CH"), buyer("DE", "78266"), {}, S, CH81, CH81, "", "DE-BUESINGEN"),
    ("taxed_at_destination", "art. 33 (a)", seller("GB", "DE"), buyer("DE"), {}, S, D19, D19, "", "DE"),
    ("taxed_at_seller", "art. 32", seller(), buyer("FR"), {}, S, D19, D19, "", "DE"),
    ("taxed_at_seller", "art. 32", seller("DE", "PL"), buyer("FR"), {}, S, D19, D19, "", "DE"),
    ("taxed_at_seller", "art. 32", seller(), buyer("FR", is_business=True), {}, S, D19, D19, "", "DE"),
    ("taxed_at_seller", "art. 32", seller(vat_id=""), FRENCH_BUSINESS, {}, S, D19, D19, "", "DE"),
    ("taxed_at_seller", "45", seller(vat_id=""), FRENCH_BUSINESS, SERVICE, S, D19, D19, "", "DE"),
    ("taxed_at_seller", "45", seller(), buyer("FR"), SERVICE, S, D19, D19, "", "DE"),
    ("service_to_consumer_abroad", "art. 45", seller(), buyer("CH"), SERVICE, S, D19, D19, "", "DE"),
    ("service_to_consumer_abroad", "art. 45", seller(has_oss=True), buyer("GB", "BT1"), SERVICE, S, D19, D19, "", "DE"),
    ("service_to_consumer_abroad", "section 7A (2) (b)", seller("GB"), buyer("US"), SERVICE, S, GB20, GB20, "", "GB"),
    ("export", "art. 146", seller(), buyer("US"), {}, G, NOTHING, D19, "G", "DE"),
    ("export", "art. 146", seller(has_oss=True), buyer("ES", "35001"), {}, G, NOTHING, D19, "G", "DE"),
    ("export", "art. 146", seller("DE", "US"), buyer("US"), {}, G, NOTHING, D19, "G", "DE"),
    ("export", "art. 146", seller(), buyer("CH", vat_id=proved("FR")), {}, G, NOTHING, D19, "G", "DE"),
    ("export", "art. 146", seller("ES"), buyer("ES", "51001"), {}, G, NOTHING, Decimal("0.21"), "G", "ES"),
    ("export_from_outside", "section 30 (6)", seller("GB"), buyer("DE"), {}, Z, NOTHING, GB20, "", "GB"),
    ("export_from_outside", "section 30 (6)", seller("GB", has_oss=True), FRENCH_BUSINESS, {}, Z, NOTHING, GB20, "", "GB"),
    ("export_from_outside", "Art. 23 MWSTG", seller("CH"), buyer("DE"), {}, Z, NOTHING, CH81, "", "CH"),
    ("export_from_outside", "§ 6-21", seller("NO"), buyer("SE"), {}, Z, NOTHING, Decimal("0.25"), "", "NO"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "source", "supplier", "recipient", "more", "category", "rate", "included", "exemption", "place"), ROWS
)
def test_a_row_decides(row, source, supplier, recipient, more, category, rate, included, exemption, place):
    decision = decided(supplier, recipient, **more)

    assert (decision.row, decision.category, decision.rate) == (row, category, rate)
    assert (decision.included, decision.place) == (included, place)
    assert decision.exemption.removeprefix("VATEX-EU-").removeprefix("VATEX-FR-") == exemption
    assert source in decision.source


def test_every_row_is_tried_and_has_words_and_a_source():
    assert {row.name for row in TABLE} == {row for row, *_ in ROWS}
    assert len({row.name for row in TABLE}) == len(TABLE)
    assert all(row.reason.endswith(".") and row.source for row in TABLE)


def test_no_row_gives_a_category_a_code_that_may_not_stand_with_it():
    assert all(may_stand(row.category, row.exemption) for row in TABLE)


def test_a_code_of_the_directive_is_for_sellers_in_the_eu():
    outside = [row for row in ROWS if row[2].country in ("GB", "CH", "NO")]
    assert len(outside) > 5
    assert all(row[8] == "" for row in outside)


def test_what_is_taxed_at_nothing_is_zero_rated():
    decision = decided(seller("GB"), buyer("GB"), tax_class=TaxClass.ZERO)
    assert (decision.category, decision.rate, decision.included) == (TaxCategory.ZERO, 0, 0)


def test_the_class_of_a_line_chooses_the_rate_on_both_sides():
    reduced = {"tax_class": TaxClass.REDUCED}
    assert decided(seller(), buyer(), **reduced).rate == Decimal("0.07")
    assert decided(seller(has_oss=True), buyer("FR"), **reduced).rate == Decimal("0.055")
    assert decided(seller(), FRENCH_BUSINESS, **reduced).included == Decimal("0.07")


def test_a_standard_rate_of_the_sellers_own_holds_at_home_only():
    own = seller(standard_rate=Decimal("0.10"), has_oss=True)
    assert decided(own, buyer()).rate == Decimal("0.10")
    assert decided(own, buyer("FR")).rate == FR20
    assert decided(own, buyer("US")).included == Decimal("0.10")


@pytest.mark.parametrize(("supplier", "recipient"), [("", "FR"), ("DE", ""), ("", "")])
def test_without_a_country_all_is_taxed_at_home(supplier, recipient):
    decision = decided(seller(supplier, standard_rate=D19), buyer(recipient, vat_id=proved("FR")))
    assert (decision.row, decision.rate) == ("domestic", D19)


def test_a_seller_of_whose_country_no_rate_is_known_states_one():
    with pytest.raises(TaxRateUnknown, match="US on"):
        decided(seller("US"), buyer("US"))
    assert decided(seller("US", standard_rate=D19), buyer("US")).rate == D19


def test_the_one_stop_shop_follows_the_sellers_place():
    outside = replace(seller("ES", has_oss=True, standard_rate=NOTHING), postal_code="35001")
    assert decided(outside, buyer("FR")).row == "export_from_outside"


def test_the_rate_is_that_of_the_day_of_service_where_it_is_known():
    placed = datetime(2025, 6, 30, 21, 30, tzinfo=UTC)
    served = date(2025, 6, 15)
    assert day_of_supply(placed_at=placed, time_zone="Europe/Tallinn", served_on=served) == served
    assert day_of_supply(placed_at=placed, time_zone="Europe/Tallinn") == date(2025, 7, 1)
    assert day_of_supply(placed_at=placed, time_zone="UTC") == date(2025, 6, 30)
