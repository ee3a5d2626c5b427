"""Tables that come in as files: CSV or XLSX, told apart by their first bytes and read a row at a time."""

from collections.abc import Iterator
from typing import IO

from gotuto.tables import csv_reading, workbook_reading
from gotuto.tables.errors import FileRefused

# The number of its line, from 1, and its cells as text.
Line = tuple[int, list[str]]

_ZIP = b"PK\x03\x04"
# Workbooks of before 2007, and those that a password keeps (MS-CFB).
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def lines(file: IO[bytes]) -> Iterator[Line]:
    """The rows of a file as they stand in it, the header among them; blank ones are left out. Raises FileRefused."""
    file.seek(0)
    begins = file.read(8)
    file.seek(0)
    if begins.startswith(_COMPOUND):
        raise FileRefused(
            said="This is an old workbook (XLS), or one with a password. Save it as XLSX or CSV without one."
        )
    read = workbook_reading.lines if begins.startswith(_ZIP) else csv_reading.lines
    return (line for line in read(file) if any(line[1]))
