"""Events of transfers."""

from dataclasses import dataclass

from contexts.inventory.transfers.dto import Arrival
from gotuto.events import DomainEvent
from gotuto.ids import TransferId
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class TransferSent(DomainEvent, aggregate="transfer_id"):
    """Goods have left a location for another one, and lie on nobody's shelf."""

    transfer_id: TransferId
    reference: str
    from_location: str
    to_location: str


@dataclass(frozen=True, kw_only=True)
class TransferReceived(DomainEvent, aggregate="transfer_id"):
    """Goods of a transfer have come, or are missing; it is complete when none are on their way."""

    transfer_id: TransferId
    reference: str
    to_location: str
    arrivals: tuple[Arrival, ...]
    is_complete: bool


transfer_sent = DomainSignal(TransferSent)
transfer_received = DomainSignal(TransferReceived)
