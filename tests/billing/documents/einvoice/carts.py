"""Random documents: lines of several rates with discounts on lines and on the whole, gross or net, as a seed draws them."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from contexts.billing.documents.dto import Document
from contexts.billing.lines.dto import Discount, InvoicedLine
from gotuto.money import Money, exponent
from tests.billing.documents.making import document, line

# With many decimals, the highest of the Union, and one of outside.
RATES = ("0.19", "0.07", "0.255", "0.055", "0.099", "0.27", "0.09975")
CURRENCIES = ("EUR", "EUR", "EUR", "EUR", "PLN", "JPY")


def cart(seed: int, *, gross: bool = True) -> Document:
    """The document of a seed."""
    chance = Random(seed)
    currency = chance.choice(CURRENCIES)
    rates = chance.sample(RATES, chance.randint(1, 3))
    # The first costs something, as an invoice must.
    lines = [line("Tea", "7", 1, rates[0], currency=currency)]
    lines += [_line(chance, currency, chance.choice(rates)) for _ in range(chance.randint(0, 7))]
    whole = sum(int(one.total.amount.scaleb(exponent(currency))) for one in lines)
    less = None
    if chance.random() < 0.4:
        less = Discount(amount=_money(chance.randint(1, whole - 1), currency), reason="voucher")
    return document(lines, gross=gross, discount=less)


def without_tax(made: Document, net: Money) -> Document:
    """A document of one category without tax whose prices are gross: the books took out what was in them."""
    (tax,) = made.tax_lines
    return replace(made, tax_lines=(replace(tax, net=net, gross=net),), net=net, total=net)


def _line(chance: Random, currency: str, rate: str) -> InvoicedLine:
    price = _money(int(10 ** chance.uniform(0, 6)), currency)
    quantity = chance.choice((1, 1, 2, 3, 7, 12, 144))
    less = None
    if chance.random() < 0.3:
        most = int((price * quantity).amount.scaleb(exponent(currency)))
        less = Discount(amount=_money(chance.randint(1, most), currency), reason="rebate")
    return line("Tea", str(price.amount), quantity, rate, currency=currency, less=less)


def _money(minor: int, currency: str) -> Money:
    return Money(Decimal(minor).scaleb(-exponent(currency)), currency)
