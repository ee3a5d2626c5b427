"""What other contexts give to inventory, and get from it."""

from contexts.inventory.reservations.dto import Allowance, Pick, PickingList, Reservation, ReservationState, StockLine

__all__ = ["Allowance", "Pick", "PickingList", "Reservation", "ReservationState", "StockLine"]
