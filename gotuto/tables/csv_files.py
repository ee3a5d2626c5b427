"""CSV (RFC 4180) in UTF-8, without a cell that a spreadsheet would run.

The guard is one apostrophe in front of text that would be run, or that would look as if it had that guard already; so whoever
reads the file can take it off again, and has what was stored.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

# What a spreadsheet takes for a formula (OWASP, CSV injection).
_RUN = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("''*[=+\\-@\t\r\n＝＋－＠]")


class Coded(str):
    """Text that no person has written, such as an id or JSON; it needs no guard."""


def write(pages: Iterable[Sequence[Sequence[Any]]]) -> Iterator[bytes]:
    """One piece for each page."""
    for rows in pages:
        lines = io.StringIO()
        csv.writer(lines).writerows([_cell(value) for value in row] for row in rows)
        yield lines.getvalue().encode()


def guarded(text: str) -> str:
    """Text as a cell that no spreadsheet runs."""
    return f"'{text}" if _RUN.match(text) else text


def unguarded(cell: str) -> str:
    """The text that was guarded, or that had no need to be."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, str) and not isinstance(value, Coded):
        return guarded(value)
    return value
