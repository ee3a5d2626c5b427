"""Events of stocktakes."""

from dataclasses import dataclass

from gotuto.events import DomainEvent
from gotuto.ids import StocktakeId
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class StocktakeClosed(DomainEvent, aggregate="stocktake_id"):
    """What was counted is booked."""

    stocktake_id: StocktakeId
    reference: str
    location: str


stocktake_closed = DomainSignal(StocktakeClosed)
