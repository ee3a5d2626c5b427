"""What is told of sellers."""

from dataclasses import dataclass
from uuid import UUID

from gotuto.events import DomainEvent
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class SellerDescribed(DomainEvent, aggregate="seller_id"):
    """What a seller says of themselves on documents is another thing now; `seller_id` is the version's."""

    seller_id: UUID
    legal_entity: str
    is_complete: bool


seller_described = DomainSignal(SellerDescribed)
