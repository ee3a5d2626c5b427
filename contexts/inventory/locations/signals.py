"""Events of locations."""

from dataclasses import dataclass

from gotuto.events import DomainEvent
from gotuto.ids import LocationId
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class LocationOpened(DomainEvent, aggregate="location_id"):
    """Stock may lie there from now on."""

    location_id: LocationId
    location: str


@dataclass(frozen=True, kw_only=True)
class LocationUpdated(DomainEvent, aggregate="location_id"):
    """What is said of a location has changed."""

    location_id: LocationId
    location: str
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LocationWasClosed(DomainEvent, aggregate="location_id"):
    """Nothing comes there any more."""

    location_id: LocationId
    location: str


location_opened = DomainSignal(LocationOpened)
location_updated = DomainSignal(LocationUpdated)
location_was_closed = DomainSignal(LocationWasClosed)
