"""What other contexts give to inventory, and get from it."""

from contexts.inventory.reservations.dto import Allowance, Pick, Reservation, ReservationState, StockLine, Waiting

__all__ = ["Allowance", "Pick", "Reservation", "ReservationState", "StockLine", "Waiting"]
