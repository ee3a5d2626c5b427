"""Questions about reservations."""

from contexts.inventory.locations.domain import MAIN_CODE, MAIN_ID
from contexts.inventory.locations.queries import list_locations
from contexts.inventory.reservations import dto, models, statements
from contexts.inventory.reservations.errors import ReservationNotFound
from contexts.inventory.stock.queries import get_stock_item
from gotuto.db.keyset import Instant, Selection
from gotuto.db.listing import Listing
from gotuto.ids import OrderId, Sku
from gotuto.paging import Page, PageRequest

_SINCE = "reservation.created_at"
HOLDS = Listing(
    filters=dto.HoldFilter,
    orderings={"since": _SINCE},
    default="since",
    columns={"order_id": "reservation.order_id"},
)


def get_reservation(*, order_id: OrderId) -> dto.Reservation:
    """What is, or was, kept for an order. Raises ReservationNotFound."""
    row = models.Reservation.objects.filter(order_id=order_id).first()
    if row is None:
        raise ReservationNotFound(order_id=order_id)
    return row.to_dto()


_PARTS = """inventory_reservation AS reservation
JOIN inventory_reservationline AS line ON line.reservation_id = reservation.id
CROSS JOIN LATERAL (
    SELECT line.id, %(main)s AS location, line.quantity - line.elsewhere AS quantity
    WHERE line.quantity > line.elsewhere
    UNION ALL
    SELECT placed.id, place.code, placed.quantity
    FROM inventory_allocation AS placed JOIN inventory_location AS place ON place.id = placed.location_id
    WHERE placed.line_id = line.id
) AS part
"""


def list_holds(*, sku: Sku, filters: dto.HoldFilter, page: PageRequest) -> Page[dto.Hold]:
    """For whom pieces of a SKU are kept, since when and until when. Raises SkuUnknown, InvalidCursor, UnknownOrdering."""
    rows = Selection(
        id="part.id",
        hydrates=dto.Hold,
        columns="part.id, reservation.order_id, part.location, part.quantity, reservation.created_at AS since,"
        " reservation.held_until AS until",
        source=_PARTS,
        conditions=["reservation.state = %(held)s", "line.sku = %(sku)s"],
        parameters={"held": dto.ReservationState.HELD.value, "sku": sku, "main": MAIN_CODE},
        sortable={_SINCE: Instant},
    )
    found = HOLDS.page(rows, filters=filters, page=page, to_dto=lambda hold: hold, within=sku)
    if not found.items:
        get_stock_item(sku=sku)
    return found


def picking_list(*, order_id: OrderId) -> tuple[dto.Pick, ...]:
    """Where the pieces that are kept for an order are fetched from, in the order in which locations serve."""
    row = models.Reservation.objects.filter(order_id=order_id).prefetch_related("lines").first()
    if row is None:
        return ()
    places = list_locations().items
    pieces = {(piece.location_id or MAIN_ID, piece.sku): piece.quantity for piece in statements.pieces_of(row)}
    picks = [
        dto.Pick(location=place.code, location_name=place.name, sku=sku, quantity=quantity)
        for place in places
        for (location_id, sku), quantity in sorted(pieces.items())
        if location_id == place.id
    ]
    return tuple(picks)
