"""Which characters of a document no font has a sign for, before anything is drawn."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum

from contexts.billing.documents.dto import Document
from contexts.billing.documents.errors import MissingGlyphs
from contexts.billing.documents.pdf.paper.faces import Faces


def check(document: Document, faces: Faces) -> None:
    """Every text can be written with these fonts. Raises MissingGlyphs with the characters and where they stand."""
    found: dict[str, list[str]] = {}
    for place, text in texts(document):
        for character in dict.fromkeys(text):
            if faces.lacks(character):
                found.setdefault(character, []).append(place)
    if found:
        places = dict.fromkeys(place for all_places in found.values() for place in all_places)
        raise MissingGlyphs(characters=" ".join(_shown(one) for one in found), places=", ".join(places))


def texts(part: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a document and the field in which it stands, such as `lines.2.description`; lines count from 1."""
    if isinstance(part, str) and not isinstance(part, Enum):
        yield place, part
    elif isinstance(part, tuple):
        for number, one in enumerate(part, start=1):
            yield from texts(one, f"{place}.{number}")
    elif is_dataclass(part):
        for one in fields(part):
            yield from texts(getattr(part, one.name), f"{place}.{one.name}".lstrip("."))


def _shown(character: str) -> str:
    return f"{character} (U+{ord(character):04X})"
