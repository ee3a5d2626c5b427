"""Questions about locations."""

from contexts.inventory.locations import domain, dto, models, statements
from contexts.inventory.locations.errors import LocationNotFound
from gotuto.paging import Page


def list_locations() -> Page[dto.Location]:
    """All locations, as orders are served from them; the main one is always there."""
    found = [row.to_dto() for row in models.Location.objects.all()]
    if not any(one.is_main for one in found):
        found.append(domain.MAIN)
    ordered = sorted(found, key=lambda one: (one.closed_at is not None, one.priority, one.code))
    return Page(items=tuple(ordered), next=None, previous=None)


def get_location(*, location: str) -> dto.Location:
    """The location that a word means, by its code or its id. Raises LocationNotFound."""
    row = statements.named(location)
    if row is not None:
        return row.to_dto()
    if domain.is_main(location):
        return domain.MAIN
    raise LocationNotFound(location=location)
