"""What locations refuse."""

from gotuto.errors import Conflict, NotFound, Refused


class LocationNotFound(NotFound):
    """There is no such location."""

    code = "inventory.location_not_found"
    text = "There is no location {location!r}. GET /locations/ lists them; MAIN is always there."
    location: str


class LocationInvalid(Refused):
    """What is said of a location cannot be right."""

    code = "inventory.location_invalid"
    text = "{where}: {why}"
    where: str
    why: str


class LocationTaken(Conflict):
    """Another location has this code."""

    code = "inventory.location_taken"
    text = "There is a location {location} already. Change that one, or take another code."
    location: str


class LocationClosed(Conflict):
    """Nothing comes to a location that is closed."""

    code = "inventory.location_closed"
    text = "The location {location} is closed. Open it again, or choose another one."
    location: str


class LocationNotEmpty(Conflict):
    """Where stock lies, nothing is closed."""

    code = "inventory.location_not_empty"
    text = (
        "{on_hand} pieces of {skus} SKUs lie at {location}, {reserved} of them kept for orders. "
        "Move them to another location, or write them off; then close it."
    )
    location: str
    skus: int
    on_hand: int
    reserved: int


class MainStaysOpen(Conflict):
    """The main location is where stock lies of which nothing else is said."""

    code = "inventory.main_stays_open"
    text = "The main location is never closed. Give it a larger priority, and orders are served from the others first."
