"""Where stock lies."""

from dataclasses import dataclass
from datetime import datetime

from gotuto.address import Address
from gotuto.ids import LocationId


@dataclass(frozen=True, kw_only=True)
class Location:
    """A warehouse or a shop with shelves of its own; orders are served from the one with the smallest priority first."""

    id: LocationId
    code: str
    name: str
    priority: int
    address: Address | None
    is_main: bool
    closed_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where goods go to or come from; the main location has no id in the ledger."""

    id: LocationId | None
    code: str


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """What lies at a location still: SKUs, pieces on hand, and those of them that are kept for orders."""

    skus: int
    on_hand: int
    reserved: int
