"""Statements about locations: whoever closes one waits for all who bring goods to it, and they for whoever closes it."""

from datetime import datetime

from contexts.inventory.locations import domain, models
from contexts.inventory.locations.dto import Holdings
from gotuto.db import execute, fetch_as
from gotuto.ids import LocationId

_OPEN_MAIN = """
INSERT INTO inventory_location (id, code, name, priority, version, created_at, updated_at)
VALUES (%(id)s, %(code)s, %(name)s, %(priority)s, 1, %(now)s, %(now)s)
ON CONFLICT DO NOTHING
"""

# A word means a location by its code or by its id.
_NAMED = """
SELECT id, code, name, priority, address, closed_at, version, created_at, updated_at
FROM inventory_location
WHERE code = upper(%(word)s) OR id::text = lower(%(word)s)
"""

_KEEP_OPEN = f"{_NAMED} FOR SHARE"

_LOCK = f"{_NAMED} FOR NO KEY UPDATE"

_HOLDINGS = """
SELECT count(*)::int AS skus, coalesce(sum(on_hand), 0)::bigint AS on_hand, coalesce(sum(reserved), 0)::bigint AS reserved
FROM inventory_level WHERE location_id = %s AND on_hand > 0
"""


def open_main(*, now: datetime) -> None:
    """Write the row of the main location, unless it is there."""
    main = domain.MAIN
    execute(_OPEN_MAIN, {"id": main.id, "code": main.code, "name": main.name, "priority": main.priority, "now": now})


def named(location: str) -> models.Location | None:
    """The location that a word means; None where there is none."""
    return _first(_NAMED, location)


def keep_open(location: str) -> models.Location | None:
    """The same, and nobody closes it until the unit of work ends."""
    return _first(_KEEP_OPEN, location)


def lock_row(location: str) -> models.Location | None:
    """The same, locked against all who bring goods to it."""
    return _first(_LOCK, location)


def holdings(location_id: LocationId) -> Holdings:
    """What lies there."""
    (found,) = fetch_as(Holdings, _HOLDINGS, [location_id])
    return found


def _first(statement: str, location: str) -> models.Location | None:
    return next(iter(models.Location.objects.raw(statement, {"word": location})), None)
