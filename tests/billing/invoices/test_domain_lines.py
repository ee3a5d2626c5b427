"""What stands on the lines of an invoice: plain Python, no database."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from contexts.billing.errors import InvoiceEmpty
from contexts.billing.lines.domain import Bill, bill, bill_as_quoted
from contexts.billing.lines.dto import Discount, InvoicedLine, Quote, TaxLine, at_home
from contexts.billing.taxes.dto import Taxation, TaxCategory
from contexts.billing.taxes.errors import DiscountTooLarge
from gotuto.ids import InvoiceLineId, Sku
from gotuto.money import Money
from gotuto.tax_classes import TaxClass
from tests.billing.lines import eur, line

EXPORT = Taxation(category=TaxCategory.EXPORT, rate=Decimal(0), included=Decimal("0.190"), exemption="VATEX-EU-G")
DENTED = Discount(amount=eur("1.90"), reason="Dented")
ON_ALL = Discount(amount=eur("5.00"), reason="Regular customer")


def billed(*lines, **said) -> Bill:
    return bill(lines, currency="EUR", standard_rate=Decimal("0.190"), **said)


def test_a_line_stands_on_the_invoice_as_it_was_asked_for():
    asked = replace(
        line("6.90", quantity=2),
        taxation=EXPORT,
        unit="HUR",
        discount=DENTED,
        tax_class=TaxClass.STANDARD,
        is_service=True,
        credits_line_id=InvoiceLineId(UUID(int=1)),
    )
    assert billed(asked).lines == (
        InvoicedLine(
            position=1,
            sku=Sku("TEA"),
            description="Green tea",
            quantity=2,
            unit_price=eur("6.90"),
            total=eur("11.90"),
            tax_rate=Decimal(0),
            tax_category=TaxCategory.EXPORT,
            exemption="VATEX-EU-G",
            included_rate=Decimal("0.19"),
            unit="HUR",
            discount=DENTED,
            tax_class=TaxClass.STANDARD,
            is_service=True,
            credits_line_id=InvoiceLineId(UUID(int=1)),
        ),
    )


def test_why_there_is_no_tax_stands_beside_the_sum():
    [only] = billed(replace(line("11.90"), taxation=EXPORT)).tax_lines
    assert only == TaxLine(
        rate=Decimal(0),
        category=TaxCategory.EXPORT,
        net=eur("10.00"),
        tax=eur("0.00"),
        gross=eur("10.00"),
        exemption="VATEX-EU-G",
    )


def test_a_line_of_which_no_rate_is_said_is_taxed_at_the_standard_rate_and_none_is_a_rate():
    first, second = billed(line(), line(rate="0")).lines
    assert (str(first.tax_rate), first.tax_category, first.included_rate) == ("0.19", "S", None)
    assert (str(second.tax_rate), second.tax_category, second.included_rate) == ("0", "Z", None)


def test_rates_have_one_spelling_on_lines_and_sums():
    made = billed(line(rate="0.070"), replace(line(), taxation=EXPORT))
    assert [str(one.tax_rate) for one in made.lines] == ["0.07", "0"]
    assert str(made.lines[1].included_rate) == "0.19"
    assert [str(one.rate) for one in made.tax_lines] == ["0", "0.07"]


def test_a_discount_on_all_lines_is_taken_off_before_tax():
    made = billed(line("16.90", rate="0.19"), discount=ON_ALL)
    assert (made.lines[0].total, made.net, made.tax, made.total) == (
        eur("16.90"), eur("10.00"), eur("1.90"), eur("11.90"))  # fmt: skip
    assert (made.discount, made.has_net_prices) == (ON_ALL, False)
    with pytest.raises(DiscountTooLarge):
        billed(line("4.99"), discount=ON_ALL)


def test_net_prices_have_their_tax_added():
    made = billed(line("100.00"), prices_include_tax=False)
    assert (made.net, made.tax, made.total, made.has_net_prices) == (eur("100.00"), eur("19.00"), eur("119.00"), True)


def test_a_cent_is_enough_to_be_invoiced_and_nothing_for_free_alone():
    assert billed(line("0.01"), line("0.00")).total == eur("0.01")
    with pytest.raises(InvoiceEmpty):
        billed(line("5.00"), discount=ON_ALL)


def quote(taxation: Taxation, total: Money) -> Quote:
    tax_lines = (TaxLine(rate=Decimal(0), category=TaxCategory.EXPORT, net=total, tax=eur("0.00"), gross=total),)
    return Quote(
        lines=(taxation,), tax_lines=tax_lines, net=total, tax=eur("0.00"), total=total, home_rate=Decimal("0.19")
    )


def test_an_invoice_says_what_was_quoted_whatever_its_lines_would_come_to():
    told = quote(EXPORT, eur("20.01"))
    made = bill_as_quoted([line("11.90", quantity=2)], told)
    assert (made.tax_lines, made.net, made.tax, made.total) == (told.tax_lines, told.net, told.tax, told.total)
    assert (made.discount, made.has_net_prices) == (None, False)
    [only] = made.lines
    assert (only.position, only.total, only.tax_category) == (1, eur("23.80"), "G")


def test_what_was_quoted_for_nothing_is_not_invoiced():
    with pytest.raises(InvoiceEmpty):
        bill_as_quoted([line("11.90")], quote(at_home(Decimal("0.19")), eur("0.00")))
