"""GTIN, the number below a bar code: 8, 12, 13 or 14 digits, of which the last proves the others.

GS1 General Specifications, section 7.9: from the right the digits weigh 3 and 1 in turn, and all of them make a multiple of ten.
"""

from contexts.catalog.products.errors import InvalidGtin

_LENGTHS = (8, 12, 13, 14)
_BETWEEN = str.maketrans("", "", " -")


def checked_gtin(text: str) -> str:
    """The digits alone; nothing stays nothing. Raises InvalidGtin."""
    digits = text.translate(_BETWEEN)
    if digits and not _is_gtin(digits):
        raise InvalidGtin(given=text[:40])
    return digits


def _is_gtin(digits: str) -> bool:
    if len(digits) not in _LENGTHS or not (digits.isascii() and digits.isdigit()):
        return False
    weighed = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(weighed) % 10 == 0
