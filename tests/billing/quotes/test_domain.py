"""Quotes: decided line by line, priced at once; plain Python."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from contexts.billing.errors import InvoiceEmpty, InvoiceLineInvalid
from contexts.billing.lines.domain import bill, bill_as_quoted
from contexts.billing.lines.dto import InvoiceLine, at_home
from contexts.billing.quotes import domain
from contexts.billing.quotes.dto import QuoteLine
from contexts.billing.sellers.dto import Registration, Scheme, Seller
from contexts.billing.taxes.dto import Recipient, Supplier, TaxClass, VatId, VatIdState
from gotuto.address import Address
from gotuto.ids import Sku
from gotuto.money import Money

NOW = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
HAMBURG = Address(name="Tea Trading", line1="Speicher 7", postal_code="20457", city="Hamburg", country="DE")
SELLER = Seller(legal_entity="main", name="Tea Trading", address=HAMBURG, vat_id="DE136695976")
HOME = domain.Home(standard_rate=Decimal("0.19"), time_zone="UTC")
BERLIN, PARIS = Recipient(country="DE"), Recipient(country="FR")
FRENCH = VatId(country="FR", number="FR40303265045", state=VatIdState.VALID, checked_at=NOW)


def line(price="11.90", *, pieces=2, tax_class=TaxClass.STANDARD):
    return QuoteLine(sku=Sku("TEA"), quantity=pieces, unit_price=Money.of(price, "EUR"), tax_class=tax_class)


def quoted(*lines, seller=SELLER, recipient=BERLIN, home=HOME):
    return domain.quote(lines or [line()], currency="EUR", seller=seller, recipient=recipient, home=home, now=NOW)


def asked(*lines):
    return [
        InvoiceLine(sku=one.sku, description="Tea", quantity=one.quantity, unit_price=one.unit_price) for one in lines
    ]


def test_an_invoice_as_it_was_quoted_is_the_one_that_was_always_made_at_home():
    lines = [line(), line("3.33", pieces=7), line("0.01", pieces=1)]
    as_before = bill(asked(*lines), currency="EUR", standard_rate=Decimal("0.19"))
    assert bill_as_quoted(asked(*lines), quoted(*lines)) == as_before


def test_an_invoice_is_never_priced_again():
    lines = [line()]
    told = quoted(*lines, recipient=Recipient(country="FR", vat_id=FRENCH))
    made = bill_as_quoted(asked(*lines), told)
    assert (made.tax_lines, made.net, made.tax, made.total) == (told.tax_lines, told.net, told.tax, told.total)
    [only] = made.lines
    assert (only.tax_category, only.exemption, only.tax_rate) == ("K", "VATEX-EU-IC", 0)
    assert (only.included_rate, only.total) == (Decimal("0.19"), Money.of("23.80", "EUR"))


def test_an_invoice_over_nothing_or_with_a_line_of_none_is_refused():
    free = line("0.00")
    with pytest.raises(InvoiceEmpty):
        bill_as_quoted(asked(free), quoted(free))
    with pytest.raises(InvoiceLineInvalid, match="Line 2"):
        bill_as_quoted(asked(line(), line(pieces=0)), quoted(line(), line()))


@pytest.mark.parametrize("wanted", [1, 3], ids=["fewer", "more"])
def test_what_was_quoted_for_other_lines_is_not_invoiced(wanted):
    with pytest.raises(ValueError, match="zip"):
        bill_as_quoted(asked(*[line()] * wanted), quoted(line(), line()))


@pytest.mark.parametrize(
    ("lines", "recipient", "plain"),
    [
        ([line()], BERLIN, True),
        ([line(), line(tax_class=TaxClass.REDUCED)], BERLIN, False),
        ([line(tax_class=TaxClass.EXEMPT)], BERLIN, False),
        ([line()], PARIS, False),
        ([line()], Recipient(country="DE", vat_id=FRENCH), False),
        ([], BERLIN, True),
    ],
    ids=["at home", "a reduced rate", "exempt", "abroad", "with a VAT id", "nothing"],
)
def test_what_an_earlier_release_would_bill_the_same_is_plain(lines, recipient, plain):
    told = domain.quote(lines, currency="EUR", seller=SELLER, recipient=recipient, home=HOME, now=NOW)
    assert told.is_plain is plain


def test_a_shop_without_taxes_is_plain():
    told = quoted(seller=None, home=domain.Home(standard_rate=Decimal("0.00"), time_zone="UTC"))
    assert told.is_plain
    assert (told.lines[0].category, told.lines[0]) == ("Z", at_home(Decimal(0)))


@pytest.mark.parametrize("seller", [None, Seller(legal_entity="main", name="Tea Trading")], ids=["none", "no address"])
def test_who_has_said_too_little_sells_at_home(seller):
    told = quoted(seller=seller, recipient=PARIS)
    assert (told.lines, told.deliver_to, told.delivered_on) == ((at_home(Decimal("0.19")),), "", None)


@pytest.mark.parametrize(("zone", "day"), [("", 26), ("Europe/Berlin", 27)])
def test_the_day_of_supply_is_that_at_the_sellers(zone, day):
    seller = Seller(legal_entity="main", name="Tea", address=HAMBURG, vat_id="DE136695976", time_zone=zone)
    told = quoted(seller=seller, recipient=Recipient(country="FR", vat_id=FRENCH))
    assert told.delivered_on == date(2026, 11, day)


def test_a_registration_counts_in_its_country_and_the_one_stop_shop_in_all():
    registered = (
        Registration(country="FR", vat_id="FR40303265045"),
        Registration(country="IT", scheme=Scheme.OSS),
    )
    seller = replace(SELLER, registrations=registered)
    assert domain.supplier(seller, standard_rate=Decimal("0.19")) == Supplier(
        country="DE",
        postal_code="20457",
        vat_id="DE136695976",
        local=frozenset({"FR"}),
        has_oss=True,
        standard_rate=Decimal("0.19"),
    )
    assert not domain.supplier(replace(SELLER, registrations=registered[:1]), standard_rate=Decimal("0.19")).has_oss


def test_a_small_enterprise_charges_no_tax():
    told = quoted(seller=replace(SELLER, is_small_enterprise=True))
    assert (told.tax, told.tax_lines[0].category) == (Money.of("0.00", "EUR"), "E")


def test_the_rates_of_a_quote_have_one_spelling():
    told = quoted(line(tax_class=TaxClass.REDUCED), home=domain.Home(standard_rate=Decimal("0.190"), time_zone="UTC"))
    assert [str(told.home_rate), str(told.lines[0].rate), str(told.tax_lines[0].rate)] == ["0.19", "0.07", "0.07"]
