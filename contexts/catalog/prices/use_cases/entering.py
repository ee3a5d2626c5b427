"""What is done with prices: entered from now on or for later, cancelled before they begin, and noted when they have begun.

Whoever writes prices locks products in the order of their ids; the worker takes only those that nobody else holds.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings

from contexts.catalog.offers.domain.skus import normalised_sku
from contexts.catalog.pricelists.dto import PriceList
from contexts.catalog.pricelists.queries import price_lists_of
from contexts.catalog.prices import dto, models, statements
from contexts.catalog.prices.domain import entering, lists, repricing
from contexts.catalog.prices.dto import Goods, NewPrice, PriceRule
from contexts.catalog.prices.errors import PriceHasBegun, PriceNotFound, SkuOfProduct
from contexts.catalog.products import locks
from contexts.catalog.products.errors import ProductNotFound
from gotuto import trace
from gotuto.db import unit_of_work
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import ProductId, Sku, new_id

BATCH = 500


@unit_of_work
def enter_prices(*, prices: Sequence[NewPrice], now: datetime) -> tuple[dto.Price, ...]:
    """Enter prices of what is sold, all or none, in as many statements for many as for one; what stands in a list is worn by nothing.

    Raises ProductNotFound, TooManyPrices, what `entering.checked` raises, and what `lists.check_currency` does.
    """
    entering.check_number(len(prices))
    given = [entering.checked(one, now=now) for one in prices]
    goods = statements.lock_goods([one.sku for one in given])
    named = price_lists_of(codes={one.price_list for one in given if one.price_list})
    for one in given:
        _check_goods(one, goods.get(one.sku), named)
    own = sorted({one.sku for one in given if not one.price_list})
    statements.begin(sorted(goods))
    rows = models.PriceEntry.objects.bulk_create([_row(one, now) for one in given])
    if own:
        locks.wear({goods[sku].product_id for sku in own}, own, now=now)
    return tuple(row.to_dto() for row in rows)


@unit_of_work
def enter_price(*, product_id: ProductId, price: NewPrice, now: datetime) -> dto.Price:
    """Enter a price of a product: its own, or by its SKU that of a variant.

    Raises ProductNotFound, SkuOfProduct, and what `enter_prices` raises.
    """
    locks.lock_product(product_id, now=now)
    skus = [one.sku for one in statements.goods_of_products([product_id])]
    sku = normalised_sku(price.sku) if price.sku else skus[0]
    if sku not in skus or (len(skus) > 1 and not price.sku):
        raise SkuOfProduct(skus=", ".join(skus))
    [entered] = enter_prices(prices=[entering.of_sku(price, sku)], now=now)
    return entered


@unit_of_work
def reprice(
    *,
    skus: Sequence[Sku],
    rule: PriceRule,
    as_reduction: bool = False,
    valid_from: datetime | None = None,
    reason: str = "",
    now: datetime,
) -> tuple[dto.Repriced, ...]:
    """Change the prices of these goods by a rule, all or none; of what was not in the catalogue nothing is said.

    As a reduction, what was asked is struck through where less is asked. Raises RuleInvalid, and what `enter_prices` raises.
    """
    repricing.check(rule)
    goods = sorted(statements.lock_goods(skus).values(), key=lambda one: one.sku)
    changed = [
        dto.Repriced(sku=one.sku, name=one.name, old=one.price, new=repricing.repriced(one.price, rule))
        for one in goods
    ]
    prices = [
        NewPrice(
            sku=one.sku,
            price=one.new,
            compare_at=one.old if as_reduction and one.new < one.old else None,
            valid_from=valid_from,
            reason=reason,
        )
        for one in changed
        if one.new != one.old
    ]
    if prices:
        enter_prices(prices=prices, now=now)
    return tuple(changed)


@unit_of_work
def cancel_price(
    *, product_id: ProductId, price_id: UUID, expected_version: ExpectedVersion = None, now: datetime
) -> None:
    """Let a price that has not begun never begin. Raises ProductNotFound, PriceNotFound, PriceHasBegun, Stale."""
    locks.lock_product(product_id, now=now)
    skus = [one.sku for one in statements.goods_of_products([product_id])]
    row = models.shown_entries().filter(id=price_id, sku__in=skus).first()
    if row is None:
        raise PriceNotFound(price_id=price_id)
    # An entry never changes.
    check_version(expected=expected_version, actual=1)
    if row.is_cancelled or row.valid_from <= now:
        raise PriceHasBegun
    models.PriceEntry.objects.create(**row.cancelling(), actor=trace.actor())
    if not row.price_list:
        locks.wear([product_id], [Sku(row.sku)], now=now)


def switch_prices(*, now: datetime, batch: int = BATCH) -> int:
    """Let what has changed by itself stand on what is sold, and tell it, a batch at a time; of how many products."""
    switched = 0
    while some := _switch_batch(now=now, batch=batch):
        switched += some
    return switched


@unit_of_work
def _switch_batch(*, now: datetime, batch: int) -> int:
    ids = statements.lock_due(now, batch)
    if ids:
        locks.wear(ids, (), now=now)
    return len(ids)


def _check_goods(given: NewPrice, goods: Goods | None, named: Mapping[str, PriceList]) -> None:
    if goods is None:
        raise ProductNotFound(sku=given.sku)
    lists.check_currency(given, goods, named)


def _row(given: NewPrice, now: datetime) -> models.PriceEntry:
    return models.PriceEntry(
        id=new_id(),
        sku=given.sku,
        price_list=given.price_list,
        kind=given.kind.value,
        amount=given.price.amount,
        currency=given.price.currency,
        compare_at_amount=None if given.compare_at is None else given.compare_at.amount,
        is_stepwise=settings.GOTUTO_PRICE_COUNTRY in settings.GOTUTO_STEPWISE_COUNTRIES,
        valid_from=given.valid_from or now,
        valid_until=given.valid_until,
        actor=trace.actor(),
        reason=given.reason,
    )
