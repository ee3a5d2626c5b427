"""The rules of sellers: what a number may look like, and what a document cannot do without."""

import re
from collections.abc import Iterator
from zoneinfo import available_timezones

from contexts.billing.sellers import dto
from contexts.billing.sellers.dto import Seller

# The code of the legal entity that sells through the shop.
MAIN = "main"

LONGEST_NUMBER = 32
_PATTERN = re.compile(r"(?=.*\{(?:year|yy)\})(?:[A-Za-z0-9/._-]|\{year\}|\{yy\})*\{seq(?::0(?:[1-9]))?\}")


def number(pattern: str, *, year: int, sequence: int) -> str:
    """The number of a document, as the database writes it too (`billing_document_number`)."""
    return pattern.format(year=year, yy=f"{year % 100:02}", seq=sequence)


def is_pattern(text: str) -> bool:
    """Whether numbers may look like this: letters, digits and / . _ - with the year, and last the sequence."""
    return bool(_PATTERN.fullmatch(text)) and len(number(text, year=9999, sequence=999_999_999)) <= LONGEST_NUMBER


def faults(seller: Seller) -> Iterator[tuple[str, str]]:
    """What is wrong with what a seller says, by field, and what to write instead."""
    for kind in dto.PATTERNS:
        pattern = seller.patterns.get(kind, "")
        if not is_pattern(pattern):
            yield (
                "patterns",
                f"{pattern!r} cannot be the numbers of a {kind.replace('_', ' ')}. Take letters, digits and / . _ - with {{year}}"
                f" or {{yy}}, and last {{seq}} or {{seq:06}}, for at most {LONGEST_NUMBER} characters in the end.",
            )
    begun = [pattern.partition("{seq")[0] for pattern in seller.patterns.values()]
    if len(set(begun)) < len(begun):
        yield "patterns", "Two kinds of documents would have the same numbers. Let each begin otherwise."
    if seller.time_zone and seller.time_zone not in available_timezones():
        yield "time_zone", f"{seller.time_zone!r} is no time zone, such as Europe/Berlin."
    if seller.language not in dto.LANGUAGES:
        yield "language", f"Documents are written in one of {', '.join(dto.LANGUAGES)}, and not in {seller.language!r}."
    if len(seller.footer) > 3:
        yield "footer", "There is room for three columns. Put the text in fewer."


def missing(seller: Seller) -> tuple[str, ...]:
    """What an invoice cannot do without, and this seller has not said yet (directive 2006/112, art. 226)."""
    lacks = {
        "address": seller.address is None,
        "vat_id or tax_number": not (seller.vat_id or seller.tax_number),
    }
    return tuple(name for name, is_missing in lacks.items() if is_missing)
