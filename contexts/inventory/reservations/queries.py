"""Questions about reservations."""

from contexts.inventory.locations.domain import MAIN_ID
from contexts.inventory.locations.queries import list_locations
from contexts.inventory.reservations import dto, models, statements
from contexts.inventory.reservations.errors import ReservationNotFound
from gotuto.ids import OrderId, ReservationId, Sku


def get_reservation(*, order_id: OrderId) -> dto.Reservation:
    """What is, or was, kept for an order. Raises ReservationNotFound."""
    row = models.Reservation.objects.filter(order_id=order_id).first()
    if row is None:
        raise ReservationNotFound(order_id=order_id)
    return row.to_dto()


def picking_list(*, order_id: OrderId) -> dto.PickingList:
    """Where the pieces of an order are fetched from, in the order in which locations serve. Raises ReservationNotFound."""
    row = models.Reservation.objects.filter(order_id=order_id).prefetch_related("lines").first()
    if row is None:
        raise ReservationNotFound(order_id=order_id)
    places = list_locations().items
    pieces = {(piece.location_id or MAIN_ID, piece.sku): piece.quantity for piece in pieces_of(row)}
    picks = [
        dto.Pick(location=place.code, location_name=place.name, sku=sku, quantity=quantity)
        for place in places
        for (location_id, sku), quantity in sorted(pieces.items())
        if location_id == place.id
    ]
    return dto.PickingList(order_id=order_id, results=tuple(picks))


def pieces_of(row: models.Reservation) -> list[dto.Piece]:
    """Where the pieces of a reservation lie, or lay; those of one SKU at the main location first."""
    lines = list(row.lines.all())
    here = [
        dto.Piece(sku=Sku(line.item_id), location_id=None, quantity=line.quantity - line.elsewhere)
        for line in lines
        if line.quantity > line.elsewhere
    ]
    if not any(line.elsewhere for line in lines):
        return here
    there = statements.allocated([ReservationId(row.id)])
    return here + [
        dto.Piece(sku=sku, location_id=location_id, quantity=quantity) for _, sku, location_id, quantity in there
    ]
