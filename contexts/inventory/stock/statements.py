"""The statements that move stock.

Rows of several SKUs are always locked in SKU order, so that no two orders deadlock. The row of a SKU is the lock of all
locations where it lies: a level is only written by whoever holds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from contexts.inventory.costs import statements as costs
from contexts.inventory.costs.statements import PLAIN, VALUED_HERE, VALUED_THERE, Parts
from contexts.inventory.stock.dto import MovementKind, StockItem, Terms
from gotuto.db import execute, fetch_all, fetch_as
from gotuto.ids import ActorId, LocationId, OrderId, ProductId, Sku, new_id

_OPEN_ITEM = """
INSERT INTO inventory_stockitem (id, sku, product_id, on_hand, reserved, version, created_at, updated_at)
VALUES (%(id)s, %(sku)s, %(product_id)s, 0, 0, 1, %(now)s, %(now)s)
ON CONFLICT (sku) DO NOTHING
"""
_OPEN_VALUED = """
INSERT INTO inventory_stockitem
    (id, sku, product_id, on_hand, reserved, value_amount, valued_quantity, version, created_at, updated_at)
VALUES (%(id)s, %(sku)s, %(product_id)s, 0, 0, 0, 0, 1, %(now)s, %(now)s)
ON CONFLICT (sku) DO NOTHING
"""

_OPEN_LEVELS = """
INSERT INTO inventory_level (id, sku, location_id, on_hand, reserved, updated_at)
SELECT id, sku, location_id, 0, 0, %(now)s
FROM unnest(%(ids)s::uuid[], %(skus)s::text[], %(locations)s::uuid[]) AS line (id, sku, location_id)
ON CONFLICT (sku, location_id) DO NOTHING
"""

_LOCK_FREE = """
SELECT sku, on_hand - reserved, on_hand_elsewhere - reserved_elsewhere, waiting
FROM inventory_stockitem
WHERE sku = ANY(%s::text[])
ORDER BY sku
FOR NO KEY UPDATE
"""

_LOCK_VALUED = _LOCK_FREE.replace(", waiting\n", ", waiting, valued_quantity\n")

_LEVELS = """
SELECT sku, on_hand, reserved FROM inventory_level WHERE location_id = %s AND sku = ANY(%s::text[])
"""

_NEXT = "SELECT sku FROM inventory_stockitem WHERE sku > %s ORDER BY sku LIMIT %s"

_MAIN_LEVELS = """
SELECT sku, on_hand - on_hand_elsewhere, reserved - reserved_elsewhere
FROM inventory_stockitem WHERE sku = ANY(%s::text[])
"""

# The end of a statement whose part `moved` has returned rows of stock items.
ITEMS_MOVED = """SELECT id, sku, product_id, on_hand, reserved, CASE waiting WHEN 0 THEN on_hand - reserved ELSE 0 END AS available,
       waiting, when_sold_out, waiting_limit, expected_at, reorder_point, reorder_quantity, is_low, version
FROM moved ORDER BY sku
"""


def _move_here(parts: Parts) -> str:
    # Arrays: PostgreSQL takes them for ten rows and looks each SKU up, a JSON table for a hundred, and then it reads all stock.
    return f"""
WITH line AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(skus)s::text[], %(on_hand)s::bigint[], %(reserved)s::bigint[]{parts.given})
        AS line (id, sku, on_hand, reserved{parts.named})
), {parts.reckoned}moved AS (
    UPDATE inventory_stockitem AS item
    SET on_hand = item.on_hand + line.on_hand,
        reserved = item.reserved + line.reserved,{parts.set_here}
        version = item.version + 1,
        updated_at = %(now)s
    FROM {parts.lines}
    WHERE item.sku = line.sku
      AND item.reserved - item.reserved_elsewhere + line.reserved
          BETWEEN 0 AND item.on_hand - item.on_hand_elsewhere + line.on_hand
    RETURNING item.*
), booked AS (
    INSERT INTO inventory_movement
        (id, sku, kind, delta_on_hand, delta_reserved, reason, reference, actor, order_id, occurred_at{parts.columns})
    SELECT line.id, line.sku, %(kind)s, line.on_hand, line.reserved, %(reason)s, %(reference)s, %(actor)s::uuid,
           %(order_id)s::uuid, %(now)s{parts.values}
    FROM {parts.lines} JOIN moved USING (sku)
)
{ITEMS_MOVED}"""  # noqa: S608  parts of the statement, no values


def _move_elsewhere(parts: Parts) -> str:
    # Several orders may hold pieces at one place: its level moves once, and so do the counters of the SKU; the ledger tells of each.
    return f"""
WITH line AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(skus)s::text[], %(locations)s::uuid[], %(on_hand)s::bigint[],
                         %(reserved)s::bigint[], %(order_ids)s::uuid[]{parts.given})
        AS line (id, sku, location_id, on_hand, reserved, order_id{parts.named})
), place AS (
    SELECT sku, location_id, sum(on_hand)::bigint AS on_hand, sum(reserved)::bigint AS reserved
    FROM line GROUP BY sku, location_id
), shifted AS (
    UPDATE inventory_level AS level
    SET on_hand = level.on_hand + place.on_hand, reserved = level.reserved + place.reserved, updated_at = %(now)s
    FROM place
    WHERE level.sku = place.sku AND level.location_id = place.location_id
      AND level.reserved + place.reserved BETWEEN 0 AND level.on_hand + place.on_hand
    RETURNING level.sku, level.location_id, place.on_hand, place.reserved
), {parts.reckoned}booked AS (
    INSERT INTO inventory_movement
        (id, sku, kind, delta_on_hand, delta_reserved, location_id, reason, reference, actor, order_id, occurred_at{parts.columns})
    SELECT line.id, line.sku, %(kind)s, line.on_hand, line.reserved, line.location_id, %(reason)s, %(reference)s,
           %(actor)s::uuid, line.order_id, %(now)s{parts.values}
    FROM {parts.lines_there}
), moved AS (
    UPDATE inventory_stockitem AS item
    SET on_hand = item.on_hand + total.on_hand,
        reserved = item.reserved + total.reserved,
        on_hand_elsewhere = item.on_hand_elsewhere + total.on_hand,
        reserved_elsewhere = item.reserved_elsewhere + total.reserved,{parts.set_there}
        version = item.version + 1,
        updated_at = %(now)s
    FROM (SELECT sku, sum(on_hand)::bigint AS on_hand, sum(reserved)::bigint AS reserved{parts.summed} GROUP BY sku) AS total
    WHERE item.sku = total.sku
    RETURNING item.*
)
{ITEMS_MOVED}"""  # noqa: S608  parts of the statement, no values


_MOVE, _MOVE_VALUED = _move_here(PLAIN), _move_here(VALUED_HERE)
_MOVE_ELSEWHERE, _MOVE_ELSEWHERE_VALUED = _move_elsewhere(PLAIN), _move_elsewhere(VALUED_THERE)

_SET_TERMS = """
UPDATE inventory_stockitem
SET when_sold_out = %(when_sold_out)s, waiting_limit = %(waiting_limit)s, expected_at = %(expected_at)s,
    is_promised = is_promised AND expected_at IS NOT DISTINCT FROM %(expected_at)s,
    reorder_point = %(reorder_point)s, reorder_quantity = %(reorder_quantity)s, version = version + 1, updated_at = %(now)s
WHERE sku = %(sku)s
"""


@dataclass(frozen=True, kw_only=True)
class Delta:
    """By how much the counters of a SKU move at a place; without one it is the main location."""

    sku: Sku
    on_hand: int = 0
    reserved: int = 0
    location_id: LocationId | None = None
    order_id: OrderId | None = None
    # What a piece costs that comes in, where stock is valued; without it is worth the average.
    cost: Decimal | None = None


@dataclass(frozen=True)
class Free:
    """How many pieces of a SKU are kept for nobody, and how many of them lie elsewhere than at the main location."""

    pieces: int
    elsewhere: int
    # For how many pieces orders wait in line.
    waiting: int
    # How many pieces the value is of; None where the SKU is not valued.
    valued: int | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a line of the ledger says beside its pieces."""

    kind: MovementKind
    now: datetime
    reason: str = ""
    reference: str = ""
    actor: ActorId | None = None


def open_item(*, sku: Sku, product_id: ProductId, now: datetime) -> None:
    """Make the counters of a SKU, unless somebody was faster."""
    statement = _OPEN_ITEM if costs.valued_in() is None else _OPEN_VALUED
    execute(statement, {"id": new_id(), "sku": sku, "product_id": product_id, "now": now})


def open_levels(skus: Sequence[Sku], location_id: LocationId, *, now: datetime) -> None:
    """Make the levels of SKUs at a location, unless they are there."""
    parameters = {"ids": [new_id() for _ in skus], "skus": list(skus), "locations": [location_id] * len(skus)}
    execute(_OPEN_LEVELS, {**parameters, "now": now})


def next_skus(after: str, batch: int) -> list[Sku]:
    """The SKUs that follow one in their order."""
    return [Sku(sku) for (sku,) in fetch_all(_NEXT, [after, batch])]


def lock_free(skus: Sequence[Sku]) -> dict[Sku, Free]:
    """Lock the counters of these SKUs; how many pieces of each are free. SKUs without counters are left out."""
    statement = _LOCK_FREE if costs.valued_in() is None else _LOCK_VALUED
    return {sku: Free(*counts) for sku, *counts in fetch_all(statement, [list(skus)])}


def set_terms(sku: Sku, terms: Terms, *, now: datetime) -> None:
    """Write what becomes of orders for a SKU that is sold out, and when it is ordered anew; its row is locked."""
    execute(_SET_TERMS, {**vars(terms), "when_sold_out": terms.when_sold_out.value, "sku": sku, "now": now})


def levels(skus: Sequence[Sku], location_id: LocationId | None) -> dict[Sku, tuple[int, int]]:
    """What lies at a place of SKUs that are locked, and how much of it is kept for orders; SKUs that never lay there are left out."""
    statement, given = (_MAIN_LEVELS, []) if location_id is None else (_LEVELS, [location_id])
    rows = fetch_all(statement, [*given, list(skus)])
    return {sku: (on_hand, reserved) for sku, on_hand, reserved in rows}


def move(deltas: Sequence[Delta], entry: Entry) -> list[StockItem]:
    """Move counters and write the ledger; the items that moved. A SKU whose counters forbid it is left alone.

    At the main location a SKU moves for one order at most; elsewhere, for many at once.
    """
    here = [delta for delta in deltas if delta.location_id is None]
    there = [delta for delta in deltas if delta.location_id is not None]
    currency = costs.valued_in() if entry.kind.changes_value else None
    moved: dict[Sku, StockItem] = {}
    if here:
        statement = _MOVE if currency is None else _MOVE_VALUED
        given = {**_of(here, entry, currency), "order_id": here[0].order_id}
        moved |= {item.sku: item for item in fetch_as(StockItem, statement, given)}
    if there:
        statement = _MOVE_ELSEWHERE if currency is None else _MOVE_ELSEWHERE_VALUED
        places = {"locations": [delta.location_id for delta in there], "order_ids": [delta.order_id for delta in there]}
        moved |= {item.sku: item for item in fetch_as(StockItem, statement, {**_of(there, entry, currency), **places})}
    return list(moved.values())


def _of(deltas: Sequence[Delta], entry: Entry, currency: str | None) -> dict[str, object]:
    valued = {} if currency is None else costs.reckoning([delta.cost for delta in deltas], currency)
    return valued | {
        "ids": [new_id() for _ in deltas],
        "skus": [delta.sku for delta in deltas],
        "on_hand": [delta.on_hand for delta in deltas],
        "reserved": [delta.reserved for delta in deltas],
        "kind": entry.kind.value,
        "reason": entry.reason,
        "reference": entry.reference,
        "actor": entry.actor,
        "now": entry.now,
    }
