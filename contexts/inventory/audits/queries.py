"""Counters against what explains them."""

from contexts.inventory.audits import dto
from contexts.inventory.reservations.dto import ReservationState
from contexts.inventory.transfers.dto import TransferState
from gotuto.db import fetch_as

_DISCREPANCIES = """
WITH ledger AS (
    SELECT sku, sum(delta_on_hand) AS on_hand, sum(delta_reserved) AS reserved
    FROM inventory_movement GROUP BY sku
), worth AS (
    SELECT sku, sum(valued_quantity) AS pieces, sum(value_amount) AS value
    FROM inventory_movement WHERE value_amount IS NOT NULL GROUP BY sku
), transit AS (
    SELECT line.sku, sum(line.quantity - line.received - line.missing) AS pieces
    FROM inventory_transferline AS line JOIN inventory_transfer AS transfer ON transfer.id = line.transfer_id
    WHERE transfer.state = %(sent)s GROUP BY line.sku
), held AS (
    SELECT line.sku, sum(line.quantity) AS reserved
    FROM inventory_reservationline AS line
    JOIN inventory_reservation AS reservation ON reservation.id = line.reservation_id
    WHERE reservation.state = %(held)s AND line.ticket IS NULL GROUP BY line.sku
), queue AS (
    SELECT sku, sum(quantity) AS pieces, (array_agg(quantity ORDER BY ticket))[1] AS first
    FROM inventory_reservationline WHERE ticket IS NOT NULL GROUP BY sku
), elsewhere AS (
    SELECT sku, sum(on_hand) AS on_hand, sum(reserved) AS reserved FROM inventory_level GROUP BY sku
)
SELECT item.sku, claim.counter, claim.counted, claim.expected
FROM inventory_stockitem AS item
LEFT JOIN ledger USING (sku)
LEFT JOIN held USING (sku)
LEFT JOIN queue USING (sku)
LEFT JOIN elsewhere USING (sku)
LEFT JOIN worth USING (sku)
LEFT JOIN transit USING (sku)
CROSS JOIN LATERAL (VALUES
    ('on hand, by the ledger', item.on_hand, coalesce(ledger.on_hand, 0)::bigint),
    ('reserved, by the ledger', item.reserved, coalesce(ledger.reserved, 0)::bigint),
    ('reserved, by open reservations', item.reserved, coalesce(held.reserved, 0)::bigint),
    ('waiting, by its line', item.waiting, coalesce(queue.pieces, 0)::bigint),
    ('free, though the first in line wants no more',
     CASE WHEN item.on_hand - item.reserved >= queue.first THEN item.on_hand - item.reserved ELSE 0 END, 0::bigint),
    ('on hand elsewhere, by its levels', item.on_hand_elsewhere, coalesce(elsewhere.on_hand, 0)::bigint),
    ('reserved elsewhere, by its levels', item.reserved_elsewhere, coalesce(elsewhere.reserved, 0)::bigint),
    ('pieces valued, by the ledger', coalesce(item.valued_quantity, 0), coalesce(worth.pieces, 0)::bigint),
    ('pieces valued, by what lies there and is on its way', item.valued_quantity, item.on_hand + coalesce(transit.pieces, 0)::bigint),
    -- Money has four decimals here, and a counter has none.
    ('value × 10,000, by the ledger', (coalesce(item.value_amount, 0) * 10000)::bigint, (coalesce(worth.value, 0) * 10000)::bigint)
) AS claim (counter, counted, expected)
WHERE claim.counted <> claim.expected
ORDER BY item.sku, claim.counter
"""

# The same for each location other than the main one, which is what is left of the SKU's counters.
_LEVEL_DISCREPANCIES = """
WITH ledger AS (
    SELECT sku, location_id, sum(delta_on_hand) AS on_hand, sum(delta_reserved) AS reserved
    FROM inventory_movement WHERE location_id IS NOT NULL GROUP BY sku, location_id
), held AS (
    SELECT line.sku, placed.location_id, sum(placed.quantity) AS reserved
    FROM inventory_allocation AS placed
    JOIN inventory_reservationline AS line ON line.id = placed.line_id
    JOIN inventory_reservation AS reservation ON reservation.id = line.reservation_id
    WHERE reservation.state = %(held)s GROUP BY line.sku, placed.location_id
)
SELECT level.sku, claim.counter || ', at ' || place.code AS counter, claim.counted, claim.expected
FROM inventory_level AS level
JOIN inventory_location AS place ON place.id = level.location_id
LEFT JOIN ledger USING (sku, location_id)
LEFT JOIN held USING (sku, location_id)
CROSS JOIN LATERAL (VALUES
    ('on hand, by the ledger', level.on_hand, coalesce(ledger.on_hand, 0)::bigint),
    ('reserved, by the ledger', level.reserved, coalesce(ledger.reserved, 0)::bigint),
    ('reserved, by allocations', level.reserved, coalesce(held.reserved, 0)::bigint)
) AS claim (counter, counted, expected)
WHERE claim.counted <> claim.expected
ORDER BY level.sku, place.code, claim.counter
"""


def find_discrepancies() -> tuple[dto.Discrepancy, ...]:
    """Counters that disagree with the ledger or with the open reservations; none in a healthy shop."""
    held = {"held": ReservationState.HELD.value}
    sent = {"sent": TransferState.SENT.value}
    found = [
        *fetch_as(dto.Discrepancy, _DISCREPANCIES, held | sent),
        *fetch_as(dto.Discrepancy, _LEVEL_DISCREPANCIES, held),
    ]
    return tuple(sorted(found, key=lambda one: (one.sku, one.counter)))
