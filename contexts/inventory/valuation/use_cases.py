"""How the valuation of stock begins, and how it ends: a batch of SKUs at a time, so that no lock is held for long.

A batch is locked in the order of its SKUs. What was cut off goes on where it stood: SKUs that are valued are left alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from contexts.inventory.costs import domain as costing
from contexts.inventory.costs.statements import valued_in
from contexts.inventory.valuation import domain, dto, statements
from contexts.inventory.valuation.errors import NotValued, ValuedAlready
from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.ids import ActorId, Sku
from gotuto.money import Money

BATCH = 500


def begin_valuation(
    *, costs: Sequence[str] = (), reason: str = "", actor: ActorId | None = None, now: datetime
) -> dto.Begun:
    """Value what lies there and is on its way: at these costs, lines such as `TEA-100;3.20`, or at what the preferred supplier asks.

    Nothing is begun as long as a cost is missing. Raises NotValued, ValuedAlready, CostsMissing, CostLineInvalid, TooPrecise,
    UnitCostInvalid.
    """
    currency = _currency()
    known = costing.told(costs, currency=currency)
    told = {sku: costing.checked(sku, cost, valued_in=currency) or Decimal(0) for sku, cost in known.items()}
    missing = [sku for skus in _batches(is_valued=False) for sku in _missing(skus, told, currency)]
    domain.check_none_missing(missing)
    begun = dto.Begun(skus=0, pieces=0, value=Money.zero(currency))
    for skus in _batches(is_valued=False):
        begun = _added(begun, _begin(skus, told, currency=currency, reason=reason, actor=actor, now=now))
    if not begun.skus:
        raise ValuedAlready
    audit_log.record("stock_valued", skus=begun.skus, pieces=begun.pieces, value=str(begun.value))
    return begun


def end_valuation(
    *, sku: Sku | None = None, reason: str = "", actor: ActorId | None = None, now: datetime
) -> dto.Begun:
    """Value nothing any more, or one SKU; the ledger keeps what it was worth. Raises NotValued."""
    currency = _currency()
    ended = dto.Begun(skus=0, pieces=0, value=Money.zero(currency))
    for skus in [[sku]] if sku else _batches(is_valued=True):
        ended = _added(ended, _end(skus, currency=currency, reason=reason, actor=actor, now=now))
    audit_log.record("stock_valued_no_more", skus=ended.skus, pieces=ended.pieces, value=str(ended.value))
    return ended


@unit_of_work
def _begin(
    skus: list[Sku],
    told: Mapping[Sku, Decimal],
    *,
    currency: str,
    reason: str,
    actor: ActorId | None,
    now: datetime,
) -> dto.Begun:
    statements.lock(skus)
    # As they are now that nobody else moves them.
    pieces = statements.pieces(skus)
    costs, missing = domain.costs_of(pieces, told, statements.costs_of_goods(skus, currency))
    domain.check_none_missing(missing)
    value = statements.begin(pieces, costs, currency=currency, reason=reason, actor=actor, now=now)
    return dto.Begun(skus=len(pieces), pieces=sum(pieces.values()), value=Money.round(value, currency))


@unit_of_work
def _end(skus: list[Sku], *, currency: str, reason: str, actor: ActorId | None, now: datetime) -> dto.Begun:
    statements.lock(skus)
    count, pieces, value = statements.end(skus, reason=reason, actor=actor, now=now)
    return dto.Begun(skus=count, pieces=pieces, value=Money.round(value, currency))


def _batches(*, is_valued: bool) -> Iterator[list[Sku]]:
    after = ""
    while skus := statements.next_skus(after, BATCH, is_valued=is_valued):
        yield skus
        after = skus[-1]


def _missing(skus: list[Sku], told: Mapping[Sku, Decimal], currency: str) -> list[Sku]:
    return domain.costs_of(statements.pieces(skus), told, statements.costs_of_goods(skus, currency))[1]


def _added(one: dto.Begun, more: dto.Begun) -> dto.Begun:
    return dto.Begun(skus=one.skus + more.skus, pieces=one.pieces + more.pieces, value=one.value + more.value)


def _currency() -> str:
    currency = valued_in()
    if currency is None:
        raise NotValued
    return currency
