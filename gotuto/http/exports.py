"""Lists as files, CSV or XLSX, streamed page by page, so that a million rows need no more memory than a hundred."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, get_type_hints

import msgspec
from django.http import StreamingHttpResponse
from rest_framework.request import Request

from gotuto.errors import SwitchedOff
from gotuto.flags import is_on
from gotuto.hints import bare
from gotuto.http.files import FileRenderer
from gotuto.http.listings import ListQuery
from gotuto.paging import Page
from gotuto.tables import FORMATS, chunks
from gotuto.tables.csv_files import Coded

Ask = Callable[..., Page[Any]]
_PLAIN_TYPES = (datetime, date, Decimal)


class ExportSwitchedOff(SwitchedOff):
    """Nobody gets whole lists at the moment."""

    code = "http.csv_export_off"
    text = "Lists are not given as files at the moment. Read the pages of the list, or try again later."


class ListRenderer(FileRenderer):
    """Says that a list can be had as a file. What it renders itself are problem documents; the rows are streamed."""


def list_renderers() -> list[Any]:
    """One for each kind of file."""
    return [ListRenderer(name, kind.media_type.partition(";")[0]) for name, kind in FORMATS.items()]


def is_wanted(request: Request) -> bool:
    return isinstance(request.accepted_renderer, ListRenderer)


def check_on() -> None:
    """Raises ExportSwitchedOff."""
    if not is_on("http.csv_export"):
        raise ExportSwitchedOff


def export(ask: Ask, query: "ListQuery[Any] | Asked", *, item: type, request: Request) -> StreamingHttpResponse:
    """The whole filtered list as a file; what is wrong with the question is refused before the first byte.

    Raises ExportSwitchedOff.
    """
    check_on()
    first = ask(query=query.at(""))
    columns = columns_of(item)
    pages = ([[column.cell(row) for column in columns] for row in rows] for rows in _pages(first, ask, query))
    name = request.path.rstrip("/").rpartition("/")[2]
    format = str(request.accepted_renderer.format)
    if request.method == "HEAD":
        return attachment(iter(()), name=name, format=format)
    header = [column.name for column in columns]
    return attachment(chunks(format, header, pages, what=item.__name__), name=name, format=format)


def attachment(content: Iterator[bytes], *, name: str, format: str) -> StreamingHttpResponse:
    """A table as a file that a browser keeps."""
    response = StreamingHttpResponse(content, content_type=FORMATS[format].media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return response


def _pages(page: Page[Any], ask: Ask, query: "ListQuery[Any] | Asked") -> Iterator[Sequence[Any]]:
    while True:
        yield [msgspec.to_builtins(row, enc_hook=str, builtin_types=_PLAIN_TYPES) for row in page.items]
        if page.next is None:
            return
        page = ask(query=query.at(page.next))


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
            return row if self._is_text else Coded(row)
        if isinstance(row, list | tuple | dict):
            return Coded(msgspec.json.encode(row).decode())
        return row


@dataclass(frozen=True)
class Rows:
    """The rows of a report that can be had as a file: of what kind they are, and the page of them that an answer holds."""

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
