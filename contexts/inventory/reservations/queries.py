"""Questions about reservations."""

from collections.abc import Sequence

from contexts.inventory.locations.domain import MAIN_CODE, MAIN_ID
from contexts.inventory.locations.queries import list_locations
from contexts.inventory.reservations import dto, models, statements
from contexts.inventory.reservations.errors import ReservationNotFound
from contexts.inventory.stock.queries import get_stock_item
from gotuto.db import fetch_all
from gotuto.db.keyset import Instant, Selection
from gotuto.db.listing import Listing
from gotuto.ids import OrderId, Sku
from gotuto.paging import Page, PageRequest

_SINCE = "reservation.created_at"
HOLDS = Listing(
    filters=dto.HoldFilter,
    orderings={"since": _SINCE},
    default="since",
    columns={"order_id": "reservation.order_id", "state": "part.state"},
)
_TICKET = "line.ticket"
TURNS = Listing(
    filters=dto.TurnFilter,
    orderings={"position": _TICKET},
    default="position",
    columns={"order_id": "reservation.order_id"},
)
# Further back than that nobody counts.
FURTHEST = 1_000


def get_reservation(*, order_id: OrderId) -> dto.Reservation:
    """What is, or was, kept for an order. Raises ReservationNotFound."""
    row = models.Reservation.objects.filter(order_id=order_id).first()
    if row is None:
        raise ReservationNotFound(order_id=order_id)
    return row.to_dto()


# How far back a line stands, counted no further than needed.
_AHEAD = """CROSS JOIN LATERAL (
    SELECT count(*)::int AS position
    FROM (SELECT FROM inventory_reservationline AS other
          WHERE other.sku = line.sku AND other.ticket IS NOT NULL AND other.ticket <= line.ticket LIMIT %(furthest)s) AS other
) AS ahead
"""

_LINE = f"""inventory_reservationline AS line
JOIN inventory_reservation AS reservation ON reservation.id = line.reservation_id
{_AHEAD}"""

_PLACES = f"""
SELECT reservation.order_id, max(ahead.position) AS position, reservation.held_until AS until,
       CASE WHEN bool_and(item.expected_at IS NOT NULL) THEN max(item.expected_at) END AS expected_at
FROM inventory_reservation AS reservation
JOIN inventory_reservationline AS line ON line.reservation_id = reservation.id AND line.ticket IS NOT NULL
JOIN inventory_stockitem AS item ON item.sku = line.sku
{_AHEAD}
WHERE reservation.order_id = ANY(%(order_ids)s::uuid[])
GROUP BY reservation.id
"""  # noqa: S608  a part of the statement, no values

_STATES = {state.value: state.value for state in dto.HoldState}

_PARTS = """inventory_reservation AS reservation
JOIN inventory_reservationline AS line ON line.reservation_id = reservation.id
CROSS JOIN LATERAL (
    SELECT line.id, CASE WHEN line.ticket IS NULL THEN %(main)s END AS location, line.quantity - line.elsewhere AS quantity,
           CASE WHEN line.ticket IS NULL THEN %(held)s ELSE %(waiting)s END AS state
    WHERE line.quantity > line.elsewhere
    UNION ALL
    SELECT placed.id, place.code, placed.quantity, %(held)s
    FROM inventory_allocation AS placed JOIN inventory_location AS place ON place.id = placed.location_id
    WHERE placed.line_id = line.id
) AS part
"""


def list_holds(*, sku: Sku, filters: dto.HoldFilter, page: PageRequest) -> Page[dto.Hold]:
    """For whom pieces of a SKU are kept, and who waits for some, since when and until when.

    Raises SkuUnknown, InvalidCursor, UnknownOrdering.
    """
    rows = Selection(
        id="part.id",
        hydrates=dto.Hold,
        columns="part.id, reservation.order_id, part.state, part.location, part.quantity, reservation.created_at AS since,"
        " reservation.held_until AS until",
        source=_PARTS,
        conditions=["reservation.state = %(held)s", "line.sku = %(sku)s"],
        parameters={**_STATES, "sku": sku, "main": MAIN_CODE},
        sortable={_SINCE: Instant},
    )
    found = HOLDS.page(rows, filters=filters, page=page, to_dto=lambda hold: hold, within=sku)
    if not found.items:
        get_stock_item(sku=sku)
    return found


def list_turns(*, sku: Sku, filters: dto.TurnFilter, page: PageRequest) -> Page[dto.Turn]:
    """Who waits for a SKU, in the order in which they are served. Raises SkuUnknown, InvalidCursor, UnknownOrdering."""
    rows = Selection(
        id="line.id",
        hydrates=dto.Turn,
        columns="line.id, ahead.position, reservation.order_id, line.quantity, reservation.created_at AS since,"
        " reservation.held_until AS until, line.ticket AS ticket",
        source=_LINE,
        conditions=["line.sku = %(sku)s", "line.ticket IS NOT NULL"],
        parameters={"sku": sku, "furthest": FURTHEST},
        sortable={_TICKET: int},
    )
    found = TURNS.page(rows, filters=filters, page=page, to_dto=lambda turn: turn, within=sku)
    if not found.items:
        get_stock_item(sku=sku)
    return found


def places_in_line(*, order_ids: Sequence[OrderId]) -> dict[OrderId, dto.Waiting]:
    """How these orders stand in line, in one statement; those that do not are left out."""
    rows = fetch_all(_PLACES, {"order_ids": list(order_ids), "furthest": FURTHEST})
    return {
        OrderId(order_id): dto.Waiting(position=position, expected_at=expected_at, until=until)
        for order_id, position, until, expected_at in rows
    }


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
