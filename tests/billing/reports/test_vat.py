"""The VAT report: what was sold, by the return in which it is declared; all figures are reckoned by hand."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.billing.clients.use_cases import create_client
from contexts.billing.drafts.dto import Draft, DraftLine
from contexts.billing.drafts.use_cases import create_draft
from contexts.billing.invoices.models import Invoice
from contexts.billing.sellers.errors import SellerNotFound
from gotuto.address import Address
from gotuto.money import Money
from gotuto.tax_classes import TaxClass
from tests.billing.builders import draft
from tests.billing.reports.sales import (
    FRENCH,
    GERMAN,
    IN_FRANCE,
    NOW,
    OCTOBER,
    OSS,
    credited,
    declared,
    issued,
    noon,
    of_main,
    report,
    sell,
)
from tests.billing.sellers.builders import described
from tests.thawing import thawed

pytestmark = pytest.mark.django_db

PARIS = Address(name="Boutique", line1="1 rue X", postal_code="75001", city="Paris", country="FR")


@pytest.fixture(autouse=True)
def tea_trading(db):
    described()


def advised(vat_id=FRENCH):
    """A service for a business in Paris."""
    client = create_client(name="Boutique", email="b@example.com", address=PARIS, vat_id=vat_id, now=noon(OCTOBER))
    line = DraftLine(description="Advice", quantity=1, unit_price=Money.of("119.00", "EUR"), is_service=True)
    made = create_draft(draft=Draft(client_id=client.id, currency="EUR", lines=(line,)), now=noon(OCTOBER))
    return issued(made.id, OCTOBER)


def test_sales_at_home_stand_by_rate_in_the_seller_s_own_return():
    sell("119.00")
    sell("238.00")
    sell("10.70", tax_class=TaxClass.REDUCED)
    assert declared(of_main()) == [
        ("home", "DE", "S", 19, "300.00 EUR", "57.00 EUR", 2),
        ("home", "DE", "S", 7, "10.00 EUR", "0.70 EUR", 1),
    ]
    [euro] = of_main().currencies
    assert (str(euro.net), str(euro.tax), euro.documents, euro.credit_notes) == ("310.00 EUR", "57.70 EUR", 3, 0)
    assert {row.vat_id for row in euro.rows} == {"DE136695976"}


def test_a_document_with_two_rates_is_counted_in_both_rows_and_once_in_all():
    sell("119.00", more=(("10.70", TaxClass.REDUCED),))
    [euro] = of_main().currencies
    assert [row.documents for row in euro.rows] == [1, 1]
    assert (str(euro.net), str(euro.tax), euro.documents) == ("110.00 EUR", "19.70 EUR", 1)


def test_a_consumer_in_another_member_state_is_taxed_at_home_and_shown_apart():
    sell("119.00")
    sell("119.00", "FR")
    rows = of_main().currencies[0].rows
    assert [(row.country, row.is_distance_sale, str(row.net)) for row in rows] == [
        ("DE", False, "100.00 EUR"),
        ("DE", True, "100.00 EUR"),
    ]


def test_with_the_one_stop_shop_each_country_has_its_rows():
    described(registrations=(OSS,))
    sell("120.00", "FR")
    sell("10.55", "FR", tax_class=TaxClass.REDUCED)
    sell("120.00", "MC", postal_code="98000")
    sell("122.00", "IT")
    sell("119.00", "DE")
    assert declared(of_main()) == [
        ("home", "DE", "S", 19, "100.00 EUR", "19.00 EUR", 1),
        ("oss", "FR", "S", 20, "200.00 EUR", "40.00 EUR", 2),
        ("oss", "FR", "S", Decimal("5.5"), "10.00 EUR", "0.55 EUR", 1),
        ("oss", "IT", "S", 22, "100.00 EUR", "22.00 EUR", 1),
    ]
    assert {row.vat_id for row in of_main().currencies[0].rows} == {GERMAN}


def test_goods_to_northern_ireland_belong_to_the_one_stop_shop_and_those_to_england_to_nobody():
    described(registrations=(OSS,))
    sell("120.00", "GB", postal_code="BT1 5GS")
    sell("119.00", "GB", postal_code="SW1A 1AA")
    assert declared(of_main()) == [
        ("home", "DE", "G", 0, "100.00 EUR", "0.00 EUR", 1),
        ("oss", "XI", "S", 20, "100.00 EUR", "20.00 EUR", 1),
    ]


def test_a_registration_there_has_its_own_number():
    described(registrations=(IN_FRANCE,))
    sell("120.00", "FR")
    sell("119.00", "IT")
    rows = of_main().currencies[0].rows
    assert [(row.declared_in, row.country, row.vat_id, row.is_distance_sale) for row in rows] == [
        ("home", "DE", GERMAN, True),
        ("local", "FR", FRENCH, True),
    ]


def test_who_has_both_declares_distance_sales_by_the_one_stop_shop():
    described(registrations=(IN_FRANCE, OSS))
    sell("120.00", "FR")
    assert declared(of_main()) == [("oss", "FR", "S", 20, "100.00 EUR", "20.00 EUR", 1)]


def test_what_bears_no_tax_stands_with_its_reason():
    sell("119.00", "FR", vat_id=FRENCH)
    sell("119.00", "CH")
    advised()
    rows = of_main().currencies[0].rows
    assert [(row.category, row.exemption, str(row.net), str(row.tax), row.is_distance_sale) for row in rows] == [
        ("AE", "VATEX-EU-AE", "100.00 EUR", "0.00 EUR", False),
        ("G", "VATEX-EU-G", "100.00 EUR", "0.00 EUR", False),
        ("K", "VATEX-EU-IC", "100.00 EUR", "0.00 EUR", False),
    ]
    assert {(row.declared_in, row.country) for row in rows} == {("home", "DE")}


def test_a_business_of_the_seller_s_own_state_is_no_consumer_wherever_it_goes():
    described(registrations=(OSS,))
    sell("119.00", "FR", vat_id="DE129273398")
    [row] = of_main().currencies[0].rows
    assert (row.declared_in, row.country, row.rate, row.is_distance_sale) == ("home", "DE", Decimal("0.19"), False)


def test_a_business_that_was_proved_too_late_was_taxed_where_it_went_and_is_no_consumer():
    described(registrations=(OSS,), vat_id="", tax_number="12/345/67890")
    sell("120.00", "FR", vat_id=FRENCH)
    [row] = of_main().currencies[0].rows
    assert (row.declared_in, row.country, row.is_distance_sale) == ("oss", "FR", False)


def test_an_order_that_was_taxed_at_home_before_the_registration_stays_there():
    made = draft(now=noon(OCTOBER), total="119.00")
    Invoice.objects.filter(pk=made.id).update(deliver_to="FR")
    described(registrations=(OSS,))
    issued(made.id, OCTOBER)
    assert declared(of_main()) == [("home", "DE", "S", 19, "100.00 EUR", "19.00 EUR", 1)]


def test_a_credit_note_is_taken_off_where_its_invoice_stands_whatever_was_registered_since():
    invoice = sell("119.00", "FR")
    described(registrations=(OSS,))
    credited(invoice, "59.50")
    [row] = of_main().currencies[0].rows
    assert (row.declared_in, row.is_distance_sale, row.documents) == ("home", True, 2)
    assert (str(row.net), str(row.tax)) == ("50.00 EUR", "9.50 EUR")
    assert (of_main().currencies[0].documents, of_main().currencies[0].credit_notes) == (2, 1)


def test_a_month_in_which_more_was_taken_back_than_sold_is_negative():
    invoice = sell("119.00", on=date(2026, 9, 30))
    credited(invoice, "119.00")
    assert declared(of_main()) == [("home", "DE", "S", 19, "-100.00 EUR", "-19.00 EUR", 1)]


def test_a_small_enterprise_charges_nothing():
    described(is_small_enterprise=True)
    sell("119.00")
    sell("50.00", "FR")
    rows = of_main().currencies[0].rows
    assert [(row.category, row.exemption, str(row.net), row.is_distance_sale) for row in rows] == [
        ("E", "", "119.00 EUR", False),
        ("E", "", "50.00 EUR", True),
    ]


def test_drafts_and_what_a_release_without_credit_notes_voided_are_not_counted():
    draft(now=noon(OCTOBER))
    Invoice.objects.filter(pk=sell("119.00").id).update(status="void", void_reason="Cancelled")
    assert of_main().currencies == ()


def test_currencies_stand_beside_each_other():
    sell("119.00")
    sell("1190", currency="JPY")
    euro, yen = of_main().currencies
    assert (str(euro.net), str(yen.net), str(yen.tax)) == ("100.00 EUR", "1000 JPY", "190 JPY")


def test_each_seller_has_a_part_of_their_own():
    vienna = Address(name="Wien", line1="Ring 1", postal_code="1010", city="Wien", country="AT")
    described(legal_entity="vienna", name="Tee Wien", address=vienna, vat_id="ATU13585627")
    sell("119.00")
    sell("238.00", by="vienna")
    first, second = report().sellers
    assert [(one.legal_entity, one.country, str(one.currencies[0].net)) for one in (first, second)] == [
        ("main", "DE", "100.00 EUR"),
        ("vienna", "AT", "200.00 EUR"),
    ]
    assert declared(second)[0][1] == "AT"
    assert report(legal_entity="vienna").sellers == (second,)
    with pytest.raises(SellerNotFound):
        report(legal_entity="berlin")


def test_documents_of_releases_before_sellers_were_taxed_at_home_and_are_counted():
    described(registrations=(OSS,))
    for to in ("DE", "FR"):
        invoice = sell("119.00", to, vat_id="DE129273398")
        with thawed():
            Invoice.objects.filter(pk=invoice.id).update(seller=None, deliver_to="", buyer=buyer_in(to))
    credited(invoice, "119.00")
    [euro] = of_main().currencies
    assert [(row.declared_in, row.is_distance_sale, str(row.net)) for row in euro.rows] == [
        ("home", False, "100.00 EUR"),
        ("home", True, "0.00 EUR"),
    ]
    assert (euro.documents, euro.without_particulars) == (3, 3)


def buyer_in(country):
    address = {"name": "Ada", "line1": "Square 1", "postal_code": "", "city": "There", "country": country}
    return {"name": "Ada", "email": "ada@example.com", "address": address}


def test_a_seller_without_an_address_sells_somewhere():
    described(address=None)
    sell("119.00", "FR")
    seller = of_main()
    assert (seller.country, seller.threshold) == ("", None)
    assert declared(seller) == [("home", "", "S", 19, "100.00 EUR", "19.00 EUR", 1)]
    assert seller.currencies[0].without_particulars == 1


def test_the_number_that_is_shown_is_the_last_one_that_was_told():
    described(vat_id="", tax_number="12/345/67890")
    sell("119.00")
    described()
    sell("119.00", on=date(2026, 10, 6))
    [row] = of_main().currencies[0].rows
    assert (row.vat_id, row.documents) == (GERMAN, 2)


def test_both_ends_of_the_days_are_within():
    for day in (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1)):
        sell("119.00", on=day)
    assert of_main().currencies[0].documents == 2
    assert of_main(first=date(2026, 9, 30), last=date(2026, 11, 1)).currencies[0].documents == 4


def test_the_last_full_month_is_that_of_the_seller():
    described(time_zone="Pacific/Auckland")
    late = datetime.fromisoformat("2026-10-31T12:00:00+00:00")
    assert (report(now=late).first, report(now=late).last) == (date(2026, 10, 1), date(2026, 10, 31))
    assert report(now=NOW).last == date(2026, 10, 31)


def test_it_takes_as_many_statements_for_much_as_for_little():
    sell("119.00")
    with CaptureQueriesContext(connection) as little:
        report()
    described(registrations=(OSS,))
    for to in ("FR", "IT", "DE", "CH"):
        sell("119.00", to)
        sell("50.00", to, currency="USD")
    with CaptureQueriesContext(connection) as much:
        report()
    assert len(little) == len(much) == 5
