"""Counters against what explains them."""

from contexts.inventory.audits import dto
from contexts.inventory.reservations.dto import ReservationState
from gotuto.db import fetch_as

_DISCREPANCIES = """
WITH ledger AS (
    SELECT sku, sum(delta_on_hand) AS on_hand, sum(delta_reserved) AS reserved
    FROM inventory_movement GROUP BY sku
), held AS (
    SELECT line.sku, sum(line.quantity) AS reserved
    FROM inventory_reservationline AS line
    JOIN inventory_reservation AS reservation ON reservation.id = line.reservation_id
    WHERE reservation.state = %(held)s GROUP BY line.sku
)
SELECT item.sku, claim.counter, claim.counted, claim.expected
FROM inventory_stockitem AS item
LEFT JOIN ledger USING (sku)
LEFT JOIN held USING (sku)
CROSS JOIN LATERAL (VALUES
    ('on hand, by the ledger', item.on_hand, coalesce(ledger.on_hand, 0)::bigint),
    ('reserved, by the ledger', item.reserved, coalesce(ledger.reserved, 0)::bigint),
    ('reserved, by open reservations', item.reserved, coalesce(held.reserved, 0)::bigint)
) AS claim (counter, counted, expected)
WHERE claim.counted <> claim.expected
ORDER BY item.sku, claim.counter
"""


def find_discrepancies() -> tuple[dto.Discrepancy, ...]:
    """Counters that disagree with the ledger or with the open reservations; none in a healthy shop."""
    return tuple(fetch_as(dto.Discrepancy, _DISCREPANCIES, {"held": ReservationState.HELD.value}))
