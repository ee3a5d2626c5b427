"""Tables as files: CSV for programs, XLSX for people, both written as they are read, so that memory stays flat.

A table comes in pages of rows, a row is a sequence of values: text, numbers, times, True and False, or nothing. Whatever goes
wrong while the pages are read is told in a last row: the answer is long on its way, and would look complete otherwise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from gotuto.tables import csv_files, workbooks

log = structlog.get_logger(__name__)

BROKEN_OFF = "This file is not complete: something went wrong on our side. Ask for it again."

Row = Sequence[Any]


@dataclass(frozen=True)
class FileFormat:
    """How a table is written, and what a browser is told of it."""

    media_type: str
    write: Callable[[Iterable[Sequence[Row]]], Iterator[bytes]]


FORMATS: Mapping[str, FileFormat] = {
    "csv": FileFormat("text/csv; charset=utf-8", csv_files.write),
    "xlsx": FileFormat("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbooks.write),
}


def chunks(format: str, header: Row, pages: Iterable[Sequence[Row]], *, what: str) -> Iterator[bytes]:
    """The file in pieces, the header first; `what` names the table where its reading breaks."""
    return FORMATS[format].write(_to_its_end(header, pages, what))


def _to_its_end(header: Row, pages: Iterable[Sequence[Row]], what: str) -> Iterator[Sequence[Row]]:
    yield [header]
    try:
        yield from pages
    except Exception:
        log.exception("export_failed", list=what)
        yield [[BROKEN_OFF]]
