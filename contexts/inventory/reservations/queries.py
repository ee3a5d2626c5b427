"""Questions about reservations."""

from contexts.inventory.locations.domain import MAIN_ID
from contexts.inventory.locations.queries import list_locations
from contexts.inventory.reservations import dto, models, statements
from contexts.inventory.reservations.errors import ReservationNotFound
from gotuto.ids import OrderId


def get_reservation(*, order_id: OrderId) -> dto.Reservation:
    """What is, or was, kept for an order. Raises ReservationNotFound."""
    row = models.Reservation.objects.filter(order_id=order_id).first()
    if row is None:
        raise ReservationNotFound(order_id=order_id)
    return row.to_dto()


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
