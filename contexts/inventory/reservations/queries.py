"""Questions about reservations."""

from contexts.inventory.reservations import dto, models, statements
from contexts.inventory.reservations.errors import ReservationNotFound
from gotuto.ids import OrderId, ReservationId, Sku


def get_reservation(*, order_id: OrderId) -> dto.Reservation:
    """What is, or was, kept for an order. Raises ReservationNotFound."""
    row = models.Reservation.objects.filter(order_id=order_id).first()
    if row is None:
        raise ReservationNotFound(order_id=order_id)
    return row.to_dto()


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
