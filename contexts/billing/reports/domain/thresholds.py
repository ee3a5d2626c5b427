"""The threshold of directive 2006/112, art. 59c: what was sold to consumers in other member states. It only informs."""

from collections.abc import Iterable
from datetime import date

from contexts.billing.quotes.domain import supplier
from contexts.billing.reports.domain.filing import Group
from contexts.billing.reports.domain.spans import Span
from contexts.billing.reports.dto import DistanceSales, Threshold
from contexts.billing.sellers.dto import Seller
from contexts.billing.taxes.domain import territories
from gotuto.money import Money, total

# Article 59c (1) (c).
LIMIT = Money.of(10_000, "EUR")


def two_years(today: date) -> Span:
    """This calendar year and the last one."""
    return Span(date(today.year - 1, 1, 1), date(today.year, 12, 31))


def is_in_union(seller: Seller) -> bool:
    """Whether the seller is established where the threshold holds."""
    address = seller.address
    return address is not None and territories.place_of(address.country, address.postal_code).goods_in_eu


def threshold(seller: Seller, groups: Iterable[Group], *, today: date) -> Threshold:
    """How much of the limit was used by distance sales in the last calendar year and in this one."""
    sold = list(groups)
    years = tuple(
        _distance_sales(year, [one for one in sold if one.year == year]) for year in (today.year - 1, today.year)
    )
    return Threshold(
        limit=LIMIT, is_over=any(year.is_over for year in years), has_oss=supplier(seller).has_oss, years=years
    )


def _distance_sales(year: int, groups: list[Group]) -> DistanceSales:
    net = {
        currency: total((Money(one.net, currency) for one in groups if one.currency == currency), currency)
        for currency in sorted({LIMIT.currency, *(one.currency for one in groups)})
    }
    in_euro = net.pop(LIMIT.currency)
    return DistanceSales(
        year=year,
        net=in_euro,
        share=round(in_euro.amount / LIMIT.amount, 4),
        is_over=in_euro > LIMIT,
        other_currencies=tuple(net.values()),
    )
