"""Questions about reservations."""

from contexts.inventory.reservations import dto, models
from contexts.inventory.reservations.errors import ReservationNotFound
from gotuto.ids import OrderId


def get_reservation(*, order_id: OrderId) -> dto.Reservation:
    """What is, or was, kept for an order. Raises ReservationNotFound."""
    row = models.Reservation.objects.filter(order_id=order_id).first()
    if row is None:
        raise ReservationNotFound(order_id=order_id)
    return row.to_dto()
