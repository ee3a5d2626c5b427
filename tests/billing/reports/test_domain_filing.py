"""In which return a sale stands."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contexts.billing.quotes.domain import supplier
from contexts.billing.reports.domain.filing import Filing, filing, proofs, rows, seller_of
from contexts.billing.reports.dto import Return
from contexts.billing.sellers.dto import Registration
from contexts.billing.taxes.domain import checking
from contexts.billing.taxes.dto import TaxCategory, VatIdState
from gotuto.money import Money
from tests.billing.reports.groups import HAMBURG, IN_ENGLAND, IN_FRANCE, LIVIGNO, OSS, filed, group, seller

GERMAN, FRENCH, BRITISH = "DE136695976", "FR40303265045", "GB980780684"
HOME, ACROSS = ("home", "DE", GERMAN, False), ("home", "DE", GERMAN, True)


@pytest.mark.parametrize(
    ("to", "rate", "registrations", "found"),
    [
        ("", "0.19", (OSS, IN_FRANCE), HOME),
        ("DE", "0.19", (OSS, IN_FRANCE), HOME),
        ("FR", "0.19", (), ACROSS),
        ("FR", "0.2", (OSS,), ("oss", "FR", GERMAN, True)),
        ("MC", "0.2", (OSS,), ("oss", "FR", GERMAN, True)),
        ("FR", "0.2", (IN_FRANCE,), ("local", "FR", FRENCH, True)),
        ("FR", "0.2", (IN_FRANCE, OSS), ("oss", "FR", GERMAN, True)),
        ("IT", "0.19", (IN_FRANCE,), ACROSS),
        # Italy's rates never were these: the order was placed before the registration.
        ("IT", "0.19", (OSS,), ACROSS),
        ("IT", "0.22", (OSS,), ("oss", "IT", GERMAN, True)),
        ("GB", "0.2", (IN_FRANCE, IN_ENGLAND), ("local", "GB", BRITISH, False)),
        ("GB", "0.2", (OSS, IN_ENGLAND), ("local", "GB", BRITISH, False)),
        ("IM", "0.2", (IN_ENGLAND,), ("local", "GB", BRITISH, False)),
        ("US", "0.19", (OSS,), HOME),
    ],
)
def test_goods_are_declared_by_where_they_went_and_what_was_registered(to, rate, registrations, found):
    assert filed(to, rate, *registrations) == found


def test_a_territory_is_told_by_its_postal_code():
    assert filed("GB", "0.2", OSS, postal_code="BT") == ("oss", "XI", GERMAN, True)
    assert filed("GB", "0.2", Registration(country="XI", vat_id="XI1"), postal_code="BT")[:3] == ("local", "XI", "XI1")
    assert filed("GB", "0.2", IN_ENGLAND, postal_code="BT") == ("local", "XI", BRITISH, True)
    # A region has its own rates, and those of its country where it says nothing.
    assert filed("PT", "0.22", OSS, postal_code="90") == ("oss", "PT", GERMAN, True)
    assert filed("PT", "0.23", OSS, postal_code="90") == ("oss", "PT", GERMAN, True)
    assert filed("ES", "0.19", OSS, postal_code="35") == HOME


@pytest.mark.parametrize("category", ["K", "AE", "G", "O"])
def test_what_is_not_sold_to_consumers_is_no_distance_sale(category):
    assert filed("FR", "0", OSS, category=TaxCategory(category)) == HOME


def test_what_is_exempt_is_declared_at_home_and_is_a_distance_sale_all_the_same():
    assert filed("FR", "0", OSS, category=TaxCategory.EXEMPT) == ACROSS


def test_a_rate_of_nothing_belongs_to_the_country_that_has_one():
    assert filed("IE", "0", OSS, category=TaxCategory.ZERO) == ("oss", "IE", GERMAN, True)
    assert filed("AT", "0", OSS, category=TaxCategory.ZERO) == ACROSS


def test_a_business_is_no_consumer():
    assert filed("FR", "0.19", proved_in="FR") == HOME
    assert filed("FR", "0.19", OSS, proved_in="DE") == HOME
    # Its VAT id was proved after it was taxed as a consumer.
    assert filed("FR", "0.2", OSS, proved_in="FR") == ("oss", "FR", GERMAN, False)
    assert filed("FR", "0.2", OSS, IN_FRANCE, proved_in="FR") == ("local", "FR", FRENCH, False)
    assert filed("FR", "0.2", replace(OSS, country="FR"), proved_in="FR") == ("oss", "FR", GERMAN, False)
    # What business of the own state buys is taxed at home, also where the rate is one of the other country.
    assert filed("CY", "0.19", OSS, proved_in="DE") == HOME


def test_the_one_stop_shop_may_have_a_number_of_its_own():
    other = replace(OSS, vat_id="EU372000041")
    assert filed("FR", "0.2", IN_FRANCE, other)[2] == "EU372000041"


def test_nobody_is_registered_who_says_nothing():
    assert [supplier(one).has_oss for one in (seller(), seller(IN_FRANCE), seller(IN_FRANCE, OSS))] == [
        False,
        False,
        True,
    ]


def test_documents_that_do_not_say_where_the_seller_was_were_taxed_at_home():
    now = seller(OSS)
    assert seller_of(None, now) == seller()
    assert seller_of(seller(OSS, address=None), now) == seller()
    before = seller(IN_FRANCE)
    assert seller_of(before, now) is before


def test_a_seller_without_an_address_or_outside_the_union_sells_nothing_within_it():
    nowhere = filing(group("FR"), seller(address=None, vat_id=""))
    assert nowhere == Filing(Return.HOME, "", "", False)
    assert filing(group("FR", "0.2"), seller(IN_FRANCE, address=None)).declared_in is Return.HOME
    assert not filing(group("FR"), seller(address=LIVIGNO)).is_distance_sale
    assert filing(group("DE"), seller(address=replace(HAMBURG, country="FR"))).country == "FR"


def test_what_is_declared_alike_is_one_row_with_the_number_that_was_told_last():
    first, second = Filing(Return.HOME, "DE", "OLD", False), Filing(Return.HOME, "DE", "NEW", False)
    silent = Filing(Return.HOME, "DE", "", False)
    less = group(net=Decimal(-30), tax=Decimal("-5.70"), documents=2, rate="0.1900")
    [row] = rows([(group(), first), (less, second), (group(), silent)])
    assert (row.net, row.tax, row.documents, row.vat_id) == (
        Money.of("170.00", "EUR"), Money.of("32.30", "EUR"), 4, "NEW",
    )  # fmt: skip
    assert str(row.rate) == "0.19"


def test_a_country_in_two_returns_has_two_rows():
    moved = Filing(Return.OSS, "DE", "", False)
    assert len(rows([(group(), moved), (group(), Filing(Return.HOME, "DE", "", False))])) == 2


def test_rows_come_in_the_order_of_the_returns_countries_and_rates():
    home, across = Filing(Return.HOME, "DE", "", False), Filing(Return.HOME, "DE", "", True)
    local = Filing(Return.LOCAL, "AT", "", True)
    oss, other = Filing(Return.OSS, "FR", "", True), Filing(Return.OSS, "BE", "", True)
    free = group(rate="0", category=TaxCategory.EXEMPT)
    told = [
        (group(), oss), (group(), other), (group(), local), (group(), across), (replace(free, exemption="VATEX-EU-132"), home),
        (free, home), (replace(free, category=TaxCategory.ZERO), home),
        (group(rate="0.07"), home), (group(), home),
    ]  # fmt: skip
    shown = [
        (row.declared_in, row.country, row.is_distance_sale, row.rate * 100, row.category, row.exemption)
        for row in rows(told)
    ]
    assert shown == [
        ("home", "DE", False, 19, "S", ""),
        ("home", "DE", False, 7, "S", ""),
        ("home", "DE", False, 0, "E", ""),
        ("home", "DE", False, 0, "E", "VATEX-EU-132"),
        ("home", "DE", False, 0, "Z", ""),
        ("home", "DE", True, 19, "S", ""),
        ("local", "AT", True, 19, "S", ""),
        ("oss", "BE", True, 19, "S", ""),
        ("oss", "FR", True, 19, "S", ""),
    ]


def test_a_vat_id_proves_a_business_once_it_was_found_valid_or_by_its_form_where_nobody_is_asked():
    assert proofs(service="vies") == ["valid"]
    by_form = proofs(service=checking.FORM_ONLY)
    assert "valid" in by_form
    assert {state.value for state in VatIdState} - set(by_form) == {state.value for state in checking.FOUND} - {"valid"}
