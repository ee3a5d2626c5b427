"""Statements that count a SKU anew; whoever calls them holds its row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from contexts.inventory.audits.dto import Counted, Worth
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

_WORTH = """
SELECT item.valued_quantity IS NOT NULL OR worth.pieces <> 0 OR worth.value <> 0 AS is_valued,
       coalesce(item.valued_quantity, 0) AS pieces, coalesce(item.value_amount, 0) AS value,
       worth.pieces AS ledger_pieces, worth.value AS ledger_value
FROM inventory_stockitem AS item
CROSS JOIN LATERAL (
    SELECT coalesce(sum(valued_quantity), 0)::bigint AS pieces, coalesce(sum(value_amount), 0) AS value
    FROM inventory_movement WHERE sku = item.sku AND value_amount IS NOT NULL
) AS worth
WHERE item.sku = %s
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
    reserved_elsewhere = %(reserved_elsewhere)s, waiting = %(waiting)s,
    valued_quantity = %(valued_quantity)s, value_amount = %(value_amount)s, version = version + 1, updated_at = %(now)s
WHERE sku = %(sku)s
"""


_NO_VALUE: dict[str, Any] = {"valued_quantity": None, "value_amount": None}


def waiting(sku: Sku) -> tuple[int, int]:
    """For how many pieces orders wait, as the counter says and as its line does."""
    ((said, right),) = fetch_all(_WAITING, [sku])
    return said, right


def worth(sku: Sku) -> Worth:
    """What is valued, as the counter says and as the ledger does."""
    [found] = fetch_as(Worth, _WORTH, [sku])
    return found


def counted(sku: Sku) -> list[Counted]:
    """What the counters say, at each place."""
    return fetch_as(Counted, _COUNTED, {"sku": sku, "main": MAIN_CODE})


def ledger(sku: Sku) -> list[Counted]:
    """What the ledger says, at each place."""
    return fetch_as(Counted, _LEDGER, {"sku": sku, "main": MAIN_CODE})


def set_counters(sku: Sku, right: Sequence[Counted], valued: Worth, *, now: datetime) -> None:
    """Set the counters of a SKU at all its places, of those who wait for it, and of what it is worth."""
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
    totals: dict[str, Any] = {
        "on_hand": sum(one.on_hand for one in right),
        "reserved": sum(one.reserved for one in right),
        "on_hand_elsewhere": sum(one.on_hand for one in there),
        "reserved_elsewhere": sum(one.reserved for one in there),
    }
    totals |= (
        {"valued_quantity": valued.ledger_pieces, "value_amount": valued.ledger_value}
        if valued.is_valued
        else _NO_VALUE
    )
    _, in_line = waiting(sku)
    execute(_SET_ITEM, {**totals, "waiting": in_line, "sku": sku, "now": now})
