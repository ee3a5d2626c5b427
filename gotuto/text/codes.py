"""Codes by which people name things, such as MAIN or CHF: short, in capitals, and the same in an address."""

import re
import unicodedata

from gotuto.text.characters import UnfitText

CODE_LENGTH = 32

_CODE = re.compile(rf"[A-Z0-9][A-Z0-9._-]{{0,{CODE_LENGTH - 1}}}")
_BETWEEN = re.compile(r"[^A-Z0-9]+")
_FAULT = f"It has up to {CODE_LENGTH} of A to Z, 0 to 9, dot, underscore and hyphen, and begins with a letter or digit."


def normalised_code(text: str) -> str:
    """Upper and lower case are the same."""
    return text.strip().upper()


def checked_code(text: str) -> str:
    """The code as it is stored. Raises UnfitText."""
    wanted = normalised_code(text)
    if not _CODE.fullmatch(wanted):
        raise UnfitText(_FAULT)
    return wanted


def code_of(name: str) -> str:
    """A code for something that was given none. Raises UnfitText when its name has no letter for one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    return checked_code(_BETWEEN.sub("-", plain).strip("-")[:CODE_LENGTH].strip("-"))
