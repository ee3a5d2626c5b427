"""The statements that move stock. Rows of several SKUs are always locked in SKU order, so that no two orders deadlock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contexts.inventory.stock.dto import MovementKind, StockItem
from gotuto.db import execute, fetch_all, fetch_as
from gotuto.ids import ActorId, OrderId, ProductId, Sku, new_id

_OPEN_ITEM = """
INSERT INTO inventory_stockitem (id, sku, product_id, on_hand, reserved, version, created_at, updated_at)
VALUES (%(id)s, %(sku)s, %(product_id)s, 0, 0, 1, %(now)s, %(now)s)
ON CONFLICT (sku) DO NOTHING
"""

_LOCK_FREE = """
SELECT sku, on_hand - reserved
FROM inventory_stockitem
WHERE sku = ANY(%s::text[])
ORDER BY sku
FOR NO KEY UPDATE
"""

# Arrays: PostgreSQL takes them for ten rows and looks each SKU up, a JSON table for a hundred, and then it reads all stock.
_MOVE = """
WITH line AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(skus)s::text[], %(on_hand)s::bigint[], %(reserved)s::bigint[])
        AS line (id, sku, on_hand, reserved)
), moved AS (
    UPDATE inventory_stockitem AS item
    SET on_hand = item.on_hand + line.on_hand,
        reserved = item.reserved + line.reserved,
        version = item.version + 1,
        updated_at = %(now)s
    FROM line
    WHERE item.sku = line.sku
      AND item.reserved + line.reserved BETWEEN 0 AND item.on_hand + line.on_hand
    RETURNING item.id, item.sku, item.product_id, item.on_hand, item.reserved, item.version
), booked AS (
    INSERT INTO inventory_movement
        (id, sku, kind, delta_on_hand, delta_reserved, reason, actor, order_id, occurred_at)
    SELECT line.id, line.sku, %(kind)s, line.on_hand, line.reserved, %(reason)s, %(actor)s::uuid, %(order_id)s::uuid,
           %(now)s
    FROM line JOIN moved USING (sku)
)
SELECT id, sku, product_id, on_hand, reserved, on_hand - reserved AS available, version FROM moved ORDER BY sku
"""


@dataclass(frozen=True, kw_only=True)
class Delta:
    """By how much the counters of a SKU move."""

    sku: Sku
    on_hand: int = 0
    reserved: int = 0


def open_item(*, sku: Sku, product_id: ProductId, now: datetime) -> None:
    """Make the counters of a SKU, unless somebody was faster."""
    execute(_OPEN_ITEM, {"id": new_id(), "sku": sku, "product_id": product_id, "now": now})


def lock_free(skus: Sequence[Sku]) -> dict[Sku, int]:
    """Lock the counters of these SKUs; how many pieces of each are free. SKUs without counters are left out."""
    return dict(fetch_all(_LOCK_FREE, [list(skus)]))


def move(
    deltas: Sequence[Delta],
    *,
    kind: MovementKind,
    now: datetime,
    reason: str = "",
    actor: ActorId | None = None,
    order_id: OrderId | None = None,
) -> list[StockItem]:
    """Move counters and write the ledger; the items that moved. A SKU whose counters forbid it is left alone."""
    return fetch_as(
        StockItem,
        _MOVE,
        {
            "ids": [new_id() for _ in deltas],
            "skus": [delta.sku for delta in deltas],
            "on_hand": [delta.on_hand for delta in deltas],
            "reserved": [delta.reserved for delta in deltas],
            "kind": kind.value,
            "reason": reason,
            "actor": actor,
            "order_id": order_id,
            "now": now,
        },
    )
