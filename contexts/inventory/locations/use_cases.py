"""What is done with locations."""

from dataclasses import asdict
from datetime import datetime

from contexts.inventory.locations import domain, dto, models, statements
from contexts.inventory.locations.errors import LocationClosed, LocationNotFound, LocationTaken
from contexts.inventory.locations.signals import (
    LocationOpened,
    LocationUpdated,
    LocationWasClosed,
    location_opened,
    location_updated,
    location_was_closed,
)
from gotuto import audit_log
from gotuto.address import Address
from gotuto.db import unique, unit_of_work
from gotuto.db.changes import save_next_version, set_changed
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import LocationId, new_id


@unit_of_work
def create_location(
    *, name: str, code: str = "", priority: int = 100, address: Address | None = None, now: datetime
) -> dto.Location:
    """Open a place with shelves of its own; without a code it is called by its name. Raises LocationInvalid, LocationTaken."""
    domain.check(name=name, priority=priority, address=address)
    wanted = domain.checked_code(code) if code else domain.code_of(name)
    if domain.is_main(wanted):
        raise LocationTaken(location=wanted)
    row = models.Location(
        id=new_id(),
        code=wanted,
        name=name,
        priority=priority,
        address=address and asdict(address),
        created_at=now,
        updated_at=now,
    )
    # From now on there is more than one, and pages that list them show the main one too.
    statements.open_main(now=now)
    with unique(LocationTaken(location=wanted)):
        row.save(force_insert=True)
    audit_log.record("location_opened", location=wanted)
    location_opened.publish(LocationOpened(location_id=LocationId(row.id), location=wanted, occurred_at=now))
    return row.to_dto()


@unit_of_work
def update_location(
    *,
    location: str,
    name: str | None = None,
    priority: int | None = None,
    address: Address | None = None,
    is_closed: bool | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.Location:
    """Change what is given; where stock lies, nothing is closed.

    Raises LocationNotFound, LocationInvalid, LocationNotEmpty, MainStaysOpen, Stale.
    """
    row = _lock(location, now=now)
    check_version(expected=expected_version, actual=row.version)
    changed = set_changed(row, name=name, priority=priority, address=address and asdict(address))
    domain.check(name=row.name, priority=row.priority, address=address)
    closing = is_closed is not None and is_closed != (row.closed_at is not None)
    if not changed and not closing:
        return row.to_dto()
    if closing:
        _turn(row, is_closed=bool(is_closed), now=now)
    if changed:
        told = LocationUpdated(location_id=LocationId(row.id), location=row.code, changed=changed, occurred_at=now)
        location_updated.publish(told)
    save_next_version(row, now=now)
    return row.to_dto()


@unit_of_work
def place_for_goods(*, location: str | None) -> dto.Place:
    """The place that a word means, which nobody closes until the unit of work ends; without a word the main one.

    Raises LocationNotFound, LocationClosed.
    """
    if domain.is_main(location):
        return dto.Place(id=None, code=domain.MAIN_CODE)
    row = statements.keep_open(str(location))
    if row is None:
        raise LocationNotFound(location=str(location))
    if row.closed_at is not None:
        raise LocationClosed(location=row.code)
    return dto.Place(id=LocationId(row.id), code=row.code)


def _lock(location: str, *, now: datetime) -> models.Location:
    if domain.is_main(location):
        statements.open_main(now=now)
    row = statements.lock_row(location or domain.MAIN_CODE)
    if row is None:
        raise LocationNotFound(location=location)
    return row


def _turn(row: models.Location, *, is_closed: bool, now: datetime) -> None:
    if not is_closed:
        row.closed_at = None
        location_opened.publish(LocationOpened(location_id=LocationId(row.id), location=row.code, occurred_at=now))
        return
    domain.check_closable(row.to_dto(), statements.holdings(LocationId(row.id)))
    row.closed_at = now
    audit_log.record("location_closed", location=row.code)
    location_was_closed.publish(LocationWasClosed(location_id=LocationId(row.id), location=row.code, occurred_at=now))
