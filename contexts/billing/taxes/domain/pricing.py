"""Pricing of a whole document (EN 16931, BG-22 and BG-23): groups by rate and category, each rounded once, half up.

In gross mode who owes tax pays the gross, whatever the rate; where none is owed, the tax inside the price is taken out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from contexts.billing.taxes.dto import Taxation, TaxCategory
from contexts.billing.taxes.errors import DiscountTooLarge
from gotuto.money import Money, total


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """A line before tax; its price and discount are gross or net as the document's are."""

    unit_price: Money
    quantity: int
    taxation: Taxation
    discount: Money | None = None


@dataclass(frozen=True, kw_only=True)
class TaxGroup:
    """What all lines of one rate, category and reason come to; `discount` is its share of the document's, as `lines` are."""

    rate: Decimal
    category: TaxCategory
    exemption: str
    lines: Money
    discount: Money
    net: Money
    tax: Money
    gross: Money


@dataclass(frozen=True, kw_only=True)
class Priced:
    """What a document comes to; `lines` are the totals of its lines less their own discounts, in their order."""

    lines: tuple[Money, ...]
    groups: tuple[TaxGroup, ...]
    net: Money
    tax: Money
    total: Money


def price(
    lines: Sequence[PricedLine], *, currency: str, prices_include_tax: bool, discount: Money | None = None
) -> Priced:
    """What lines come to, less a discount on all of them. Raises DiscountTooLarge, CurrencyMismatch."""
    totals = tuple(line_total(line) for line in lines)
    parts: dict[Taxation, list[Money]] = {}
    for line, amount in zip(lines, totals, strict=True):
        parts.setdefault(_plain(line.taxation), []).append(amount)
    # Sorted, so that who gets a cent more does not depend on the order of lines.
    sums = {taxation: total(amounts, currency) for taxation, amounts in sorted(parts.items(), key=_order)}
    shares = _shares(list(sums.values()), discount, currency)
    taxed = [
        _taxed(taxation, amount, share, prices_include_tax)
        for (taxation, amount), share in zip(sums.items(), shares, strict=True)
    ]
    groups = _merged(taxed, currency)
    net, tax = total((one.net for one in groups), currency), total((one.tax for one in groups), currency)
    return Priced(lines=totals, groups=groups, net=net, tax=tax, total=net + tax)


def line_total(line: PricedLine) -> Money:
    """The price of the quantity less the discount. Raises DiscountTooLarge."""
    full = line.unit_price * line.quantity
    return _less(full, line.discount) if line.discount else full


def _less(amount: Money, discount: Money) -> Money:
    if discount.amount < 0 or discount > amount:
        raise DiscountTooLarge(discount=discount, amount=amount)
    return amount - discount


def _plain(taxation: Taxation) -> Taxation:
    # A decision says more, and what it says more must not part a group.
    return Taxation(
        category=taxation.category, rate=taxation.rate, included=taxation.included, exemption=taxation.exemption
    )


def _order(part: tuple[Taxation, object]) -> tuple[Decimal, TaxCategory, str, Decimal]:
    taxation = part[0]
    return taxation.rate, taxation.category, taxation.exemption, taxation.included


def _shares(amounts: list[Money], discount: Money | None, currency: str) -> list[Money]:
    """A discount shared by largest remainder."""
    if discount is None or discount.is_zero:
        return [Money.zero(currency)] * len(amounts)
    _less(total(amounts, currency), discount)
    return discount.split([one.minor_units for one in amounts])


def _taxed(taxation: Taxation, lines: Money, share: Money, prices_include_tax: bool) -> TaxGroup:
    amount = lines - share
    if prices_include_tax:
        net = amount - amount.tax_included(taxation.included)
        tax = amount - net if taxation.rate else Money.zero(amount.currency)
    else:
        net, tax = amount, Money.round(amount.amount * taxation.rate, amount.currency)
    return TaxGroup(
        rate=taxation.rate,
        category=taxation.category,
        exemption=taxation.exemption,
        lines=lines,
        discount=share,
        net=net,
        tax=tax,
        gross=net + tax,
    )


def _merged(groups: Sequence[TaxGroup], currency: str) -> tuple[TaxGroup, ...]:
    """Groups that differ only by what was inside their gross price are one on the document."""
    by_reason: dict[tuple[Decimal, TaxCategory, str], list[TaxGroup]] = {}
    for one in groups:
        by_reason.setdefault((one.rate, one.category, one.exemption), []).append(one)
    return tuple(_sum(*reason, alike, currency) for reason, alike in by_reason.items())


def _sum(rate: Decimal, category: TaxCategory, exemption: str, groups: Sequence[TaxGroup], currency: str) -> TaxGroup:
    return TaxGroup(
        rate=rate,
        category=category,
        exemption=exemption,
        lines=total((one.lines for one in groups), currency),
        discount=total((one.discount for one in groups), currency),
        net=total((one.net for one in groups), currency),
        tax=total((one.tax for one in groups), currency),
        gross=total((one.gross for one in groups), currency),
    )
