"""Lists as CSV (RFC 4180), streamed page by page, so that a million rows need no more memory than a hundred."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, get_type_hints

import msgspec
import structlog
from django.http import StreamingHttpResponse
from rest_framework.request import Request

from gotuto.errors import SwitchedOff
from gotuto.flags import is_on
from gotuto.hints import bare
from gotuto.http.files import FileRenderer
from gotuto.http.listings import ListQuery
from gotuto.paging import Page

log = structlog.get_logger(__name__)

# What a spreadsheet takes for a formula (OWASP, CSV injection).
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_BROKEN_OFF = "This file is not complete: something went wrong on our side. Ask for it again."

Ask = Callable[..., Page[Any]]


class ExportSwitchedOff(SwitchedOff):
    """Nobody gets whole lists at the moment."""

    code = "http.csv_export_off"
    text = "Lists are not given as CSV at the moment. Read the pages of the list, or try again later."


class CsvRenderer(FileRenderer):
    """Says that a list can be had as CSV. What it renders itself are problem documents; the rows are streamed."""

    media_type = "text/csv"
    format = "csv"


def is_wanted(request: Request) -> bool:
    return isinstance(request.accepted_renderer, CsvRenderer)


def export(ask: Ask, query: "ListQuery[Any] | Asked", *, item: type, request: Request) -> StreamingHttpResponse:
    """The whole filtered list as a file; what is wrong with the question is refused before the first byte.

    Raises ExportSwitchedOff.
    """
    if not is_on("http.csv_export"):
        raise ExportSwitchedOff
    first = ask(query=query.at(""))
    chunks: Iterator[str] = iter(()) if request.method == "HEAD" else _chunks(first, ask, query, item)
    response = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
    name = request.path.rstrip("/").rpartition("/")[2]
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _chunks(page: Page[Any], ask: Ask, query: "ListQuery[Any] | Asked", item: type) -> Iterator[str]:
    columns = columns_of(item)
    yield _text([[column.name for column in columns]])
    try:
        while True:
            yield _text([column.cell(row) for column in columns] for row in map(_plain, page.items))
            if page.next is None:
                return
            page = ask(query=query.at(page.next))
    except Exception:
        # The status is long on its way, and an answer without a length looks complete wherever it ends.
        log.exception("export_failed", list=item.__name__)
        yield _text([[_BROKEN_OFF]])


def _plain(row: Any) -> Any:
    return msgspec.to_builtins(row, enc_hook=str)


def _text(rows: Any) -> str:
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    return lines.getvalue()


class Column:
    """A value of a row; its name is the way to it in the JSON of the list, such as "price.amount"."""

    def __init__(self, path: tuple[str, ...], kind: Any) -> None:
        self.name = ".".join(path)
        self._path = path
        self._is_text = kind is str

    def cell(self, row: Any) -> Any:
        for part in self._path:
            row = None if row is None else row[part]
        if isinstance(row, str):
            return f"'{row}" if self._is_text and row.startswith(_FORMULA) else row
        if isinstance(row, list | tuple | dict | bool):
            return msgspec.json.encode(row).decode()
        return row


@dataclass(frozen=True)
class Rows:
    """The rows of a report that can be had as CSV: of what kind they are, and the page of them that an answer holds."""

    item: type
    of: Callable[[Any], Page[Any]]


class Asked:
    """The question of a report as that of a list: where it has pages, a cursor leads on."""

    def __init__(self, query: dict[str, Any]) -> None:
        self.query = query

    def at(self, cursor: str) -> "Asked":
        return Asked({**self.query, "cursor": cursor}) if cursor else self


def of_report(method: Callable[..., Any], query: dict[str, Any], rows: Rows, request: Request) -> StreamingHttpResponse:
    """All rows of a report as a file. Raises ExportSwitchedOff."""
    return export(lambda *, query: rows.of(method(query=query.query)), Asked(query), item=rows.item, request=request)


@cache
def columns_of(item: type) -> tuple[Column, ...]:
    """The columns of a DTO: one for each value, also of what it consists of; a list of things is one cell of JSON."""
    return tuple(Column(path, kind) for path, kind in _leaves(item, ()))


def _leaves(item: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    hints = get_type_hints(item)
    for field in fields(item):
        kind = bare(hints[field.name])
        here = (*path, field.name)
        if is_dataclass(kind):
            yield from _leaves(kind, here)
        else:
            yield here, kind
