"""Statements that count a SKU anew; whoever calls them holds its row."""

from collections.abc import Sequence
from datetime import datetime

from contexts.inventory.audits.dto import Counted
from contexts.inventory.locations.domain import MAIN_CODE
from gotuto.db import execute, fetch_all, fetch_as
from gotuto.ids import Sku, new_id

_COUNTED = """
SELECT NULL::uuid AS location_id, %(main)s AS location, item.on_hand - item.on_hand_elsewhere AS on_hand,
       item.reserved - item.reserved_elsewhere AS reserved
FROM inventory_stockitem AS item WHERE item.sku = %(sku)s
UNION ALL
SELECT level.location_id, place.code, level.on_hand, level.reserved
FROM inventory_level AS level JOIN inventory_location AS place ON place.id = level.location_id
WHERE level.sku = %(sku)s
"""

# A place without a movement has nothing, whatever its level says.
_LEDGER = """
WITH sums AS (
    SELECT location_id, sum(delta_on_hand)::bigint AS on_hand, sum(delta_reserved)::bigint AS reserved
    FROM inventory_movement WHERE sku = %(sku)s GROUP BY location_id
), known AS (
    SELECT location_id FROM sums
    UNION SELECT location_id FROM inventory_level WHERE sku = %(sku)s
    UNION SELECT NULL::uuid
)
SELECT known.location_id, coalesce(place.code, %(main)s) AS location, coalesce(sums.on_hand, 0) AS on_hand,
       coalesce(sums.reserved, 0) AS reserved
FROM known
LEFT JOIN sums ON sums.location_id IS NOT DISTINCT FROM known.location_id
LEFT JOIN inventory_location AS place ON place.id = known.location_id
ORDER BY known.location_id NULLS FIRST
"""

_WAITING = """
SELECT item.waiting, coalesce(sum(line.quantity), 0)::bigint
FROM inventory_stockitem AS item
LEFT JOIN inventory_reservationline AS line ON line.sku = item.sku AND line.ticket IS NOT NULL
WHERE item.sku = %s GROUP BY item.waiting
"""

_SET_LEVELS = """
INSERT INTO inventory_level (id, sku, location_id, on_hand, reserved, updated_at)
SELECT id, %(sku)s, location_id, on_hand, reserved, %(now)s
FROM unnest(%(ids)s::uuid[], %(locations)s::uuid[], %(on_hand)s::bigint[], %(reserved)s::bigint[])
    AS level (id, location_id, on_hand, reserved)
ON CONFLICT (sku, location_id) DO UPDATE
SET on_hand = excluded.on_hand, reserved = excluded.reserved, updated_at = excluded.updated_at
"""

_SET_ITEM = """
UPDATE inventory_stockitem
SET on_hand = %(on_hand)s, reserved = %(reserved)s, on_hand_elsewhere = %(on_hand_elsewhere)s,
    reserved_elsewhere = %(reserved_elsewhere)s, waiting = %(waiting)s, version = version + 1, updated_at = %(now)s
WHERE sku = %(sku)s
"""


def waiting(sku: Sku) -> tuple[int, int]:
    """For how many pieces orders wait, as the counter says and as its line does."""
    ((said, right),) = fetch_all(_WAITING, [sku])
    return said, right


def counted(sku: Sku) -> list[Counted]:
    """What the counters say, at each place."""
    return fetch_as(Counted, _COUNTED, {"sku": sku, "main": MAIN_CODE})


def ledger(sku: Sku) -> list[Counted]:
    """What the ledger says, at each place."""
    return fetch_as(Counted, _LEDGER, {"sku": sku, "main": MAIN_CODE})


def set_counters(sku: Sku, right: Sequence[Counted], *, now: datetime) -> None:
    """Set the counters of a SKU at all its places, and of those who wait for it."""
    there = [one for one in right if one.location_id is not None]
    execute(
        _SET_LEVELS,
        {
            "sku": sku,
            "ids": [new_id() for _ in there],
            "locations": [one.location_id for one in there],
            "on_hand": [one.on_hand for one in there],
            "reserved": [one.reserved for one in there],
            "now": now,
        },
    )
    totals = {
        "on_hand": sum(one.on_hand for one in right),
        "reserved": sum(one.reserved for one in right),
        "on_hand_elsewhere": sum(one.on_hand for one in there),
        "reserved_elsewhere": sum(one.reserved for one in there),
    }
    _, in_line = waiting(sku)
    execute(_SET_ITEM, {**totals, "waiting": in_line, "sku": sku, "now": now})
