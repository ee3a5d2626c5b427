"""Quotes: each line is decided by the table, and all are priced at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from contexts.billing.lines.domain import tax_line
from contexts.billing.lines.dto import Quote
from contexts.billing.quotes.dto import QuoteLine
from contexts.billing.sellers.dto import Scheme, Seller
from contexts.billing.taxes.domain.deciding import day_of_supply, decide
from contexts.billing.taxes.domain.pricing import PricedLine, price
from contexts.billing.taxes.dto import Recipient, Supplier, Taxation, TaxCategory


@dataclass(frozen=True, kw_only=True)
class Home:
    """What holds where a seller says nothing else: the standard rate (0.19 = 19 %) and the time zone."""

    standard_rate: Decimal
    time_zone: str


def supplier(seller: Seller | None, *, standard_rate: Decimal | None = None) -> Supplier:
    """A seller, as far as tax goes; whoever has no address yet sells at home only."""
    if seller is None or seller.address is None:
        return Supplier(country="", standard_rate=standard_rate)
    registered = seller.registrations
    return Supplier(
        country=seller.address.country,
        postal_code=seller.address.postal_code,
        vat_id=seller.vat_id,
        local=frozenset(one.country for one in registered if one.scheme is Scheme.LOCAL),
        has_oss=any(one.scheme is Scheme.OSS for one in registered),
        is_small=seller.is_small_enterprise,
        standard_rate=standard_rate,
    )


def quote(
    lines: Sequence[QuoteLine], *, currency: str, seller: Seller | None, recipient: Recipient, home: Home, now: datetime
) -> Quote:
    """What lines at gross prices come to, and how each is taxed. Raises TaxRateUnknown, CurrencyMismatch."""
    sells = supplier(seller, standard_rate=home.standard_rate)
    on = day_of_supply(placed_at=now, time_zone=(seller and seller.time_zone) or home.time_zone)
    decided = {
        tax_class: _plain(decide(tax_class, supplier=sells, recipient=recipient, on=on, at=now))
        for tax_class in {line.tax_class for line in lines}
    }
    sums = price(
        [_priced(line, decided[line.tax_class]) for line in lines],
        currency=currency,
        prices_include_tax=True,
    )
    return Quote(
        lines=tuple(decided[line.tax_class] for line in lines),
        tax_lines=tuple(tax_line(group) for group in sums.groups),
        net=sums.net,
        tax=sums.tax,
        total=sums.total,
        home_rate=home.standard_rate.normalize(),
        deliver_to=_abroad(sells, recipient),
        delivered_on=on if TaxCategory.INTRA_COMMUNITY in {one.category for one in decided.values()} else None,
        has_vat_id=recipient.vat_id is not None,
    )


def _abroad(sells: Supplier, recipient: Recipient) -> str:
    """The country where goods go that leave the seller's."""
    leaves = sells.country and recipient.country != sells.country
    return recipient.country if leaves else ""


def _priced(line: QuoteLine, taxation: Taxation) -> PricedLine:
    return PricedLine(unit_price=line.unit_price, quantity=line.quantity, taxation=taxation)


def _plain(decision: Taxation) -> Taxation:
    """What is kept of a decision, in one spelling; its row and its words can be asked for again."""
    return Taxation(
        category=decision.category,
        rate=decision.rate.normalize(),
        included=decision.included.normalize(),
        exemption=decision.exemption,
    )
