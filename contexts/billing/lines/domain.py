"""Billing: what lines come to, with their taxes, as an invoice says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from contexts.billing.lines import dto
from contexts.billing.lines.errors import InvoiceEmpty, InvoiceLineInvalid
from contexts.billing.taxes.domain.pricing import PricedLine, TaxGroup, price
from contexts.billing.taxes.dto import Taxation, TaxCategory
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class Bill:
    """The lines of an invoice and what they come to, less a discount on all of them."""

    lines: tuple[dto.InvoicedLine, ...]
    tax_lines: tuple[dto.TaxLine, ...]
    net: Money
    tax: Money
    total: Money
    discount: dto.Discount | None = None
    # Said only by who has net prices: what was sealed before they could be had stays as it was.
    has_net_prices: bool = False


def bill(
    lines: Sequence[dto.InvoiceLine],
    *,
    currency: str,
    standard_rate: Decimal,
    prices_include_tax: bool = True,
    discount: dto.Discount | None = None,
) -> Bill:
    """Price lines with their taxes, each tax rounded once for its group.

    Raises InvoiceEmpty, InvoiceLineInvalid, DiscountTooLarge, CurrencyMismatch.
    """
    priced = [_priced(position, line, standard_rate) for position, line in enumerate(lines, start=1)]
    sums = price(
        priced,
        currency=currency,
        prices_include_tax=prices_include_tax,
        discount=None if discount is None else discount.amount,
    )
    if not sums.total.is_positive:
        raise InvoiceEmpty
    each = enumerate(zip(lines, priced, sums.lines, strict=True), start=1)
    return Bill(
        lines=tuple(_invoiced(position, *line) for position, line in each),
        tax_lines=tuple(tax_line(group) for group in sums.groups),
        net=sums.net,
        tax=sums.tax,
        total=sums.total,
        discount=discount,
        has_net_prices=not prices_include_tax,
    )


def _priced(position: int, line: dto.InvoiceLine, standard_rate: Decimal) -> PricedLine:
    if line.quantity < 1 or line.unit_price.amount < 0:
        raise InvoiceLineInvalid(position=position)
    return PricedLine(
        unit_price=line.unit_price,
        quantity=line.quantity,
        taxation=line.taxation or _at_home(standard_rate if line.tax_rate is None else line.tax_rate),
        discount=None if line.discount is None else line.discount.amount,
    )


def _at_home(rate: Decimal) -> Taxation:
    rate = rate.normalize()
    return Taxation(category=TaxCategory.STANDARD if rate else TaxCategory.ZERO, rate=rate, included=rate)


def _invoiced(position: int, line: dto.InvoiceLine, priced: PricedLine, total: Money) -> dto.InvoicedLine:
    taxation = priced.taxation
    return dto.InvoicedLine(
        position=position,
        sku=line.sku,
        description=line.description,
        quantity=line.quantity,
        unit_price=line.unit_price,
        total=total,
        tax_rate=taxation.rate.normalize(),
        tax_category=taxation.category,
        exemption=taxation.exemption,
        included_rate=None if taxation.included == taxation.rate else taxation.included.normalize(),
        unit=line.unit,
        discount=line.discount,
        tax_class=line.tax_class,
        is_service=line.is_service,
        credits_line_id=line.credits_line_id,
    )


def tax_line(group: TaxGroup) -> dto.TaxLine:
    """A group as it stands on a document."""
    return dto.TaxLine(
        rate=group.rate.normalize(),
        category=group.category,
        exemption=group.exemption,
        net=group.net,
        tax=group.tax,
        gross=group.gross,
    )
