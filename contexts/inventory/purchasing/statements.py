"""Statements about purchase orders."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from contexts.inventory.purchasing import models
from contexts.inventory.purchasing.dto import PurchaseState
from gotuto.db import execute
from gotuto.ids import PurchaseOrderId, Sku

_COME = """
UPDATE inventory_purchaseline AS line SET received = line.received + come.pieces
FROM unnest(%(skus)s::text[], %(pieces)s::int[]) AS come (sku, pieces)
WHERE line.order_id = %(order)s AND line.sku = come.sku
"""

# Of several purchase orders the first that is to come. What somebody has promised by hand stays.
_PROMISE = """
WITH due AS (
    SELECT item.sku, min(purchase.promised_on)::timestamp AT TIME ZONE current_setting('TimeZone') AS moment
    FROM inventory_stockitem AS item
    LEFT JOIN (inventory_purchaseline AS line
               JOIN inventory_purchaseorder AS purchase ON purchase.id = line.order_id AND purchase.state = %(placed)s)
        ON line.sku = item.sku AND line.quantity > line.received
    WHERE item.sku = ANY(%(skus)s::text[])
    GROUP BY item.sku
)
UPDATE inventory_stockitem AS item
SET expected_at = due.moment, is_promised = due.moment IS NOT NULL, version = item.version + 1, updated_at = %(now)s
FROM due
WHERE item.sku = due.sku AND (item.expected_at IS NULL OR item.is_promised) AND item.expected_at IS DISTINCT FROM due.moment
"""


def lock_row(purchase_order_id: PurchaseOrderId) -> models.PurchaseOrder | None:
    """The row of a purchase order with its lines, locked until the unit of work ends; SKUs are locked after it."""
    rows = models.PurchaseOrder.objects.select_related("supplier", "location").prefetch_related("lines")
    return rows.select_for_update(no_key=True, of=("self",)).filter(id=purchase_order_id).first()


def note_come(purchase_order_id: PurchaseOrderId, pieces: Mapping[Sku, int]) -> None:
    """Note at each line how many pieces have come."""
    execute(_COME, {"order": purchase_order_id, "skus": list(pieces), "pieces": list(pieces.values())})


def promise(skus: Iterable[Sku], *, now: datetime) -> None:
    """Let SKUs, whose rows are locked, promise what is to come first of them, unless somebody has said otherwise."""
    execute(_PROMISE, {"skus": list(skus), "placed": PurchaseState.PLACED.value, "now": now})
