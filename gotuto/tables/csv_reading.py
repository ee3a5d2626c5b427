"""CSV (RFC 4180) in UTF-8 as it comes in: with commas, semicolons or tabs, with or without a byte order mark.

It is read a line at a time, each of which has an end, so that no file needs more memory than another.
"""

import csv
from collections.abc import Iterator
from typing import IO

from gotuto.tables.csv_files import unguarded
from gotuto.tables.errors import FileRefused

MOST_BYTES_OF_A_LINE = 1_000_000
_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (",", ";", "\t")
# What programs write before the header, to say what parts cells.
_SAYS = "sep="


def lines(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins. Raises FileRefused."""
    text = _Text(file)
    first = next(text, "")
    delimiter = _delimiter(first)
    begun = [] if first.lower().startswith(_SAYS) else [first]
    number = 2 - len(begun)
    reader = csv.reader(_chained(begun, text), delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise FileRefused(
                said=f"Line {number} is not CSV: {error}. Look for a quotation mark that is never closed."
            ) from None
        if cells is None:
            return
        yield number, [unguarded(cell) for cell in cells]
        number = text.number + 1


class _Text(Iterator[str]):
    """The lines of a file as text; `number` is that of the last one."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.number = file, 0

    def __next__(self) -> str:
        raw = self._file.readline(MOST_BYTES_OF_A_LINE + 1)
        self.number += 1
        if not raw:
            raise StopIteration
        if len(raw) > MOST_BYTES_OF_A_LINE:
            raise FileRefused(said=f"Line {self.number} has more than {MOST_BYTES_OF_A_LINE:,} bytes. This is no CSV.")
        if self.number == 1:
            if raw.startswith(_WIDE_MARKS):
                raise FileRefused(said="The file is in UTF-16. Save it as CSV in UTF-8.")
            raw = raw.removeprefix(_MARK)
        return self._decoded(raw)

    def _decoded(self, raw: bytes) -> str:
        if b"\0" in raw:
            raise FileRefused(said=f"Line {self.number} holds a zero byte: this is no CSV in UTF-8.")
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            byte = f"byte 0x{raw[error.start]:02X} belongs to another encoding"
            raise FileRefused(said=f"Line {self.number} is not in UTF-8: {byte}. Save it as CSV in UTF-8.") from None


def _chained(begun: list[str], text: _Text) -> Iterator[str]:
    yield from begun
    yield from text


def _delimiter(first: str) -> str:
    """What parts the cells, as the first line says or as it has most of."""
    if first.lower().startswith(_SAYS):
        said = first[len(_SAYS) :].rstrip("\r\n")
        return said if said in _DELIMITERS else ","
    return max(_DELIMITERS, key=first.count)
