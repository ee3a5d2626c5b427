"""The tables of all topics, where Django looks for them."""

from contexts.inventory.reservations.models import Reservation, ReservationLine
from contexts.inventory.stock.models import Movement, StockItem

__all__ = ["Movement", "Reservation", "ReservationLine", "StockItem"]
