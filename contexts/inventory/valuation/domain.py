"""The rules of valuation, in plain Python: value is shared out by pieces, and no cent is lost."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from contexts.inventory.valuation.dto import Share
from contexts.inventory.valuation.errors import CostsMissing, DayToCome
from gotuto.ids import Sku
from gotuto.money import Money

# So many digits of a location's part count when the cents of a total are shared out.
_PARTS = 6
# So many SKUs without a cost are named.
_NAMED = 10


def check_day(day: date, *, today: date) -> None:
    """Raises DayToCome."""
    if day > today:
        raise DayToCome(day=day, today=today)


def average(value: Money, pieces: int) -> Money | None:
    return Money.round(value.amount / pieces, value.currency) if pieces else None


def shares(value: Money, pieces: Sequence[tuple[str | None, int]]) -> tuple[Share, ...]:
    """The value of a SKU by where its pieces lie; where there are none, nothing is shared."""
    there = [(location, count) for location, count in pieces if count]
    parts = value.split([count for _, count in there]) if there else []
    return tuple(
        Share(location=location, pieces=count, value=part) for (location, count), part in zip(there, parts, strict=True)
    )


def shares_of_all(value: Money, parts: Sequence[tuple[str | None, int, Decimal]]) -> tuple[Share, ...]:
    """The value of all stock by location: what each has of every SKU, to the cent of the total."""
    weights = [int(part.scaleb(_PARTS)) for *_, part in parts]
    split = value.split(weights) if sum(weights) else [Money.zero(value.currency)] * len(parts)
    return tuple(
        Share(location=location, pieces=pieces, value=one)
        for (location, pieces, _), one in zip(parts, split, strict=True)
    )


def costs_of(pieces: Mapping[Sku, int], *known: Mapping[Sku, Decimal]) -> tuple[dict[Sku, Decimal], list[Sku]]:
    """What each SKU costs, by the first that knows it, and those of which something lies there and nobody does."""
    found: dict[Sku, Decimal] = {}
    missing = []
    for sku, count in pieces.items():
        cost = next((costs[sku] for costs in known if sku in costs), None)
        if cost is None and count:
            missing.append(sku)
        found[sku] = cost or Decimal(0)
    return found, missing


def check_none_missing(missing: Sequence[Sku]) -> None:
    """Raises CostsMissing."""
    if missing:
        raise CostsMissing(count=len(missing), first=", ".join(missing[:_NAMED]))
