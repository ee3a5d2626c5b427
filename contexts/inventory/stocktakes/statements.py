"""Statements about the lines of stocktakes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from contexts.inventory.stocktakes import models
from contexts.inventory.stocktakes.dto import CountState, Shelf
from gotuto.db import execute, fetch_all
from gotuto.ids import ActorId, Sku, StocktakeId, new_id

# Only what is counted in stock: a SKU that never came in has no counters to differ from.
_OPEN = """
INSERT INTO inventory_stocktakeline (id, stocktake_id, sku, state, problem)
SELECT line.id, %(stocktake)s, item.sku, %(open)s, ''
FROM unnest(%(ids)s::uuid[], %(skus)s::text[]) AS line (id, sku) JOIN inventory_stockitem AS item ON item.sku = line.sku
"""

_COUNT = """
UPDATE inventory_stocktakeline AS line
SET counted = count.counted, expected = count.expected, state = %(state)s, problem = '', counted_by = %(actor)s::uuid,
    counted_at = %(now)s
FROM unnest(%(skus)s::text[], %(counted)s::int[], %(expected)s::bigint[]) AS count (sku, counted, expected)
WHERE line.stocktake_id = %(stocktake)s AND line.sku = count.sku AND line.state <> %(booked)s
RETURNING line.sku
"""

_SETTLE = """
UPDATE inventory_stocktakeline AS line
SET state = found.state, problem = found.problem
FROM unnest(%(skus)s::text[], %(states)s::text[], %(problems)s::text[]) AS found (sku, state, problem)
WHERE line.stocktake_id = %(stocktake)s AND line.sku = found.sku
"""

_SKUS_AT = "SELECT sku FROM inventory_level WHERE location_id = %s AND on_hand > 0 ORDER BY sku LIMIT %s"

_SKUS_AT_MAIN = "SELECT sku FROM inventory_stockitem WHERE on_hand > on_hand_elsewhere ORDER BY sku LIMIT %s"


def skus_at(location_id: object | None, *, most: int) -> list[Sku]:
    """The SKUs of which something lies there."""
    rows = fetch_all(_SKUS_AT_MAIN, [most]) if location_id is None else fetch_all(_SKUS_AT, [location_id, most])
    return [sku for (sku,) in rows]


def open_lines(stocktake_id: StocktakeId, skus: Sequence[Sku]) -> int:
    """Make a line for each SKU that is counted in stock; how many there are."""
    parameters = {"ids": [new_id() for _ in skus], "skus": list(skus), "open": CountState.OPEN.value}
    execute(_OPEN, {**parameters, "stocktake": stocktake_id})
    return models.StocktakeLine.objects.filter(stocktake_id=stocktake_id).count()


def count(
    stocktake_id: StocktakeId,
    counted: Mapping[Sku, int],
    shelves: Mapping[Sku, Shelf],
    *,
    actor: ActorId | None,
    now: datetime,
) -> set[Sku]:
    """Note what was counted and what the counters say; the SKUs that stand on the list and are not booked yet."""
    rows = fetch_all(
        _COUNT,
        {
            "stocktake": stocktake_id,
            "skus": list(counted),
            "counted": list(counted.values()),
            "expected": [shelves[sku].on_hand if sku in shelves else 0 for sku in counted],
            "state": CountState.COUNTED.value,
            "booked": CountState.BOOKED.value,
            "actor": actor,
            "now": now,
        },
    )
    return {sku for (sku,) in rows}


def settle(stocktake_id: StocktakeId, skus: Sequence[Sku], problems: Mapping[Sku, str]) -> None:
    """Note which lines are booked, and what stands in the way of the others."""
    states = [CountState.BLOCKED.value if sku in problems else CountState.BOOKED.value for sku in skus]
    parameters = {"skus": list(skus), "states": states, "problems": [problems.get(sku, "") for sku in skus]}
    execute(_SETTLE, {**parameters, "stocktake": stocktake_id})


def lock_row(stocktake_id: StocktakeId) -> models.Stocktake | None:
    """The row of a stocktake, locked until the unit of work ends."""
    rows = models.Stocktake.objects.select_related("location").select_for_update(no_key=True, of=("self",))
    return rows.filter(id=stocktake_id).first()
