"""What inventory can be asked."""

from collections.abc import Sequence

from contexts.inventory import dto, models
from contexts.inventory.errors import ReservationNotFound, SkuUnknown
from gotuto.db import fetch_as
from gotuto.db.listing import Listing
from gotuto.ids import OrderId, Sku
from gotuto.paging import Page, PageRequest

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

STOCK_ITEMS = Listing(filters=dto.StockItemFilter, orderings={"sku": "sku", "created_at": "created_at"}, default="sku")
MOVEMENTS = Listing(filters=dto.MovementFilter, orderings={"occurred_at": "occurred_at"}, default="-occurred_at")


def free_pieces(*, skus: Sequence[Sku]) -> dict[Sku, int]:
    """How many pieces of each SKU are kept for nobody; of one that never lay in the warehouse, nothing is said."""
    counters = models.StockItem.objects.filter(sku__in=set(skus)).values_list("sku", "on_hand", "reserved")
    return {Sku(sku): on_hand - reserved for sku, on_hand, reserved in counters}


def get_stock_item(*, sku: Sku) -> dto.StockItem:
    """The counters of a SKU. Raises SkuUnknown."""
    row = models.StockItem.objects.filter(sku=sku).first()
    if row is None:
        raise SkuUnknown(sku=sku)
    return row.to_dto()


def list_stock_items(*, filters: dto.StockItemFilter, page: PageRequest) -> Page[dto.StockItem]:
    """Stock items by SKU or by age. Raises InvalidCursor, UnknownOrdering."""
    rows = models.StockItem.objects.all()
    return STOCK_ITEMS.page(rows, filters=filters, page=page, to_dto=models.StockItem.to_dto)


def list_movements(*, sku: Sku, filters: dto.MovementFilter, page: PageRequest) -> Page[dto.Movement]:
    """The ledger of a SKU, newest first. Raises SkuUnknown, InvalidCursor, UnknownOrdering."""
    rows = models.Movement.objects.filter(item__sku=sku)
    movements = MOVEMENTS.page(rows, filters=filters, page=page, to_dto=models.Movement.to_dto, within=sku)
    if not movements.items:
        get_stock_item(sku=sku)
    return movements


def get_reservation(*, order_id: OrderId) -> dto.Reservation:
    """What is, or was, kept for an order. Raises ReservationNotFound."""
    row = models.Reservation.objects.filter(order_id=order_id).first()
    if row is None:
        raise ReservationNotFound(order_id=order_id)
    return row.to_dto()


def find_discrepancies() -> tuple[dto.Discrepancy, ...]:
    """Counters that disagree with the ledger or with the open reservations; none in a healthy shop."""
    return tuple(fetch_as(dto.Discrepancy, _DISCREPANCIES, {"held": dto.ReservationState.HELD.value}))
