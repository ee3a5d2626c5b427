"""How the text of a cell is read: each makes what JSON can hold, and tells a person what is wrong."""

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from msgspec import DecodeError, json

from gotuto.text import UnfitText, line, prose

Read = Callable[[str], Any]

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,12})?", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def text(most: int) -> Read:
    """One line."""
    return lambda cell: line(cell, most=most)


def long_text(most: int) -> Read:
    """Several lines."""
    return lambda cell: prose(cell, most=most)


def amount(cell: str) -> str:
    """A decimal number with a point, as the text that it is exact in. Raises UnfitText."""
    given = cell.strip()
    if not _NUMBER.fullmatch(given):
        raise UnfitText("Write a number with a point, such as 1234.50.")
    return str(Decimal(given))


def whole(least: int, most: int) -> Read:
    """A whole number within limits."""

    def read(cell: str) -> int:
        given = cell.strip()
        if not _WHOLE.fullmatch(given) or not least <= int(given) <= most:
            raise UnfitText(f"Write a whole number from {least:,} to {most:,}.")
        return int(given)

    return read


def truth(cell: str) -> bool:
    """Raises UnfitText."""
    given = cell.strip().lower()
    if given not in _TRUTHS:
        raise UnfitText("Write true or false.")
    return _TRUTHS[given]


def one_of(choices: Collection[str]) -> Read:
    """One of some words, in any case."""

    def read(cell: str) -> str:
        given = cell.strip().lower()
        if given not in choices:
            raise UnfitText(f"Write one of: {', '.join(choices)}.")
        return given

    return read


def upper(read: Read) -> Read:
    """In capital letters."""
    return lambda cell: read(cell).upper()


def document(most: int) -> Read:
    """An object of JSON."""

    def read(cell: str) -> dict[str, Any]:
        if len(cell) > most:
            raise UnfitText(f"At most {most:,} characters.")
        try:
            found: dict[str, Any] = json.decode(cell, type=dict[str, Any])
        except (DecodeError, UnicodeEncodeError):
            raise UnfitText('Write an object of JSON, such as {"colour": "red"}.') from None
        return found

    return read
