"""The rules of locations, in plain Python."""

from collections.abc import Callable
from uuid import UUID

from contexts.inventory.locations.dto import Holdings, Location
from contexts.inventory.locations.errors import LocationInvalid, LocationNotEmpty, MainStaysOpen
from gotuto.address import Address, faults
from gotuto.ids import LocationId
from gotuto.text import UnfitText, codes

NAME_LENGTH = 100
MOST_PRIORITY = 1_000

# There is always a main location, also where nobody has ever said a word of locations: its row is written with the first word.
MAIN_CODE = "MAIN"
MAIN_ID = LocationId(UUID("00000000-0000-7000-8000-000000000001"))
MAIN = Location(
    id=MAIN_ID,
    code=MAIN_CODE,
    name="Main warehouse",
    priority=0,
    address=None,
    is_main=True,
    closed_at=None,
    version=1,
)


def is_main(location: str | None) -> bool:
    """Whether a word means the main location; none does."""
    return location is None or location.upper() in ("", MAIN_CODE) or location.lower() == str(MAIN_ID)


def code_of(name: str) -> str:
    """A code for a location that was given none. Raises LocationInvalid when its name has no letter for one."""
    return _code(codes.code_of, name)


def checked_code(code: str) -> str:
    """The code as it is stored. Raises LocationInvalid."""
    return _code(codes.checked_code, code)


def check(*, name: str, priority: int, address: Address | None) -> None:
    """Raises LocationInvalid."""
    if not name.strip():
        raise LocationInvalid(where="name", why="A location is called something.")
    if not 0 <= priority <= MOST_PRIORITY:
        raise LocationInvalid(
            where="priority", why=f"It is a number from 0 to {MOST_PRIORITY}; the smallest serves first."
        )
    for where, why in faults(address).items() if address else ():
        raise LocationInvalid(where=f"address.{where}", why=why)


def check_closable(location: Location, holdings: Holdings) -> None:
    """Raises MainStaysOpen, LocationNotEmpty."""
    if location.is_main:
        raise MainStaysOpen
    if holdings.on_hand:
        raise LocationNotEmpty(
            location=location.code, skus=holdings.skus, on_hand=holdings.on_hand, reserved=holdings.reserved
        )


def _code(read: Callable[[str], str], text: str) -> str:
    try:
        return read(text)
    except UnfitText as fault:
        raise LocationInvalid(where="code", why=str(fault)) from None
