"""Keyset pagination: the cursor holds the position of a row, so that a page costs the same wherever it lies.

The last page of a million rows is read as fast as the first, and rows that come and go between two pages neither
repeat nor hide others.
"""

import base64
import binascii
import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, ClassVar, Protocol, TypeVar
from uuid import UUID

import msgspec
from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Q, QuerySet

from gotuto.db.hydration import fetch_with
from gotuto.errors import Malformed
from gotuto.paging import MAX_SIZE, InvalidCursor, Page, PageRequest

T = TypeVar("T")

# A column of points in time, which mean nothing without a zone.
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class UnknownOrdering(Malformed):
    """The list cannot be sorted by that."""

    field = "ordering"
    text = "{ordering!r} is not one of: {choices}."
    ordering: str
    known: Mapping[str, str]

    @property
    def choices(self) -> str:
        return ", ".join(f"{name}, -{name}" for name in self.known)


@dataclass(frozen=True)
class _RowPosition:
    """A row in a sorted list, and which way to go from it."""

    backward: bool
    value: Any
    id: UUID

    def encode(self, fingerprint: str) -> str:
        packed = msgspec.json.encode([fingerprint, self.backward, self.value, self.id])
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def decode(cls, cursor: str, fingerprint: str, kind: Any) -> "_RowPosition":
        try:
            packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            found, backward, value, row_id = _decoder(kind).decode(packed)
        except (binascii.Error, msgspec.MsgspecError, ValueError):
            raise InvalidCursor from None
        # Infinity and NaN are decimals too, but no amount has ever been one.
        if found != fingerprint or any(isinstance(one, Decimal) and not one.is_finite() for one in _parts(value)):
            raise InvalidCursor
        return cls(backward, value, row_id)


def _parts(value: Any) -> tuple[Any, ...]:
    """The values that a row is sorted by."""
    return value if isinstance(value, tuple) else (value,)


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[tuple[str, bool, Any, UUID]]:
    return msgspec.json.Decoder(tuple[str, bool, kind, UUID])


# A row with its place in the list: the value that it is sorted by, its id, and the row itself.
_PlacedRow = tuple[Any, UUID, Any]


class _Rows(Protocol):
    """Where the rows of a list are read from."""

    max_page_size: ClassVar[int]

    def kind(self, column: str) -> Any:
        """The type of the column in a cursor."""

    def read(self, column: str, at: _RowPosition | None, *, downward: bool, limit: int) -> Sequence[_PlacedRow]:
        """The rows beyond a position, or the first ones."""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """A list in plain SQL, for what is read so often that building a query costs more than answering it.

    `columns`, of which the first is the row's `id`, come from the tables of `source` where all `conditions` hold, and make
    the dataclass that `hydrates` names; `sortable` says of which type the columns are that it can be sorted by. That of
    "currency, amount" is a tuple: sorted by the second within the first. None of the texts may contain a value, so that the
    statement is the same for all pages of a list and PostgreSQL plans it once.
    """

    max_page_size: ClassVar[int] = MAX_SIZE

    id: str
    hydrates: type[Any]
    columns: str
    source: str
    conditions: Sequence[str]
    parameters: Mapping[str, Any]
    sortable: Mapping[str, Any]

    def kind(self, column: str) -> Any:
        return self.sortable[column]

    def read(self, column: str, at: _RowPosition | None, *, downward: bool, limit: int) -> Sequence[_PlacedRow]:
        side, way = ("<", "DESC") if downward else (">", "ASC")
        conditions, parameters = list(self.conditions), {**self.parameters, "page_limit": limit}
        count = column.count(",") + 1
        if at is not None:
            values = {f"page_value_{place}": value for place, value in enumerate(_parts(at.value))}
            position = ", ".join(f"%({name})s" for name in (*values, "page_id"))
            conditions.append(f"({column}, {self.id}) {side} ({position})")
            parameters.update(values, page_id=at.id)
        order = ", ".join(f"{place} {way}" for place in range(1, count + 2))
        # A plan for all values knows no parameter and would expect a tenth of the table; the constant tells it that a
        # page is short, so that it walks an index instead of sorting everything.
        statement = f"""
            SELECT * FROM (
                SELECT {column}, {self.columns}
                FROM {self.source}
                WHERE {" AND ".join(conditions) or "true"}
                ORDER BY {order}
                LIMIT {self.max_page_size + 1}
            ) AS page
            ORDER BY {order}
            LIMIT %(page_limit)s
        """  # noqa: S608  names and conditions, no values
        rows, found = fetch_with(self.hydrates, statement, parameters)
        placed = zip(rows, found, strict=True)
        return [(row[0] if count == 1 else tuple(row[:count]), row[count], one) for row, one in placed]


@dataclass(frozen=True)
class _Queried:
    """A list that Django's ORM reads."""

    max_page_size: ClassVar[int] = sys.maxsize - 1

    rows: QuerySet[Any, Any]

    def kind(self, column: str) -> Any:
        # What a column looks like in JSON; its field makes a value of it.
        return str | int | float | bool

    def read(self, column: str, at: _RowPosition | None, *, downward: bool, limit: int) -> Sequence[_PlacedRow]:
        rows = self.rows if at is None else self.rows.filter(_seek_predicate(column, at, downward=downward))
        sign = "-" if downward else ""
        found = rows.order_by(f"{sign}{column}", f"{sign}id")[:limit]
        return [(getattr(row, column), row.id, row) for row in found]


def paginate(
    rows: QuerySet[Any, Any] | Selection,
    page: PageRequest,
    *,
    orderings: Mapping[str, str],
    default: str,
    filters: object,
    to_dto: Callable[[Any], T],
) -> Page[T]:
    """One page in one statement; `orderings` maps public names to columns. Raises UnknownOrdering, InvalidCursor."""
    ordering = page.ordering or default
    name, descending = ordering.removeprefix("-"), ordering.startswith("-")
    if name not in orderings:
        raise UnknownOrdering(ordering=ordering, known=orderings)
    column = orderings[name]
    source: _Rows = rows if isinstance(rows, Selection) else _Queried(rows)
    fingerprint = _fingerprint(ordering, filters)
    at = _RowPosition.decode(page.cursor, fingerprint, source.kind(column)) if page.cursor else None

    size = min(page.size, source.max_page_size)
    found = _read(source, column, at, descending=descending, limit=size + 1)
    more, found = len(found) > size, found[:size]
    backward = at is not None and at.backward
    if backward:
        found = found[::-1]

    def cursor(placed: _PlacedRow, *, backward: bool) -> str:
        value, row_id, _ = placed
        return _RowPosition(backward, value, row_id).encode(fingerprint)

    has_next, has_previous = (True, more) if backward else (more, at is not None)
    return Page(
        items=tuple(to_dto(row) for _, _, row in found),
        next=cursor(found[-1], backward=False) if found and has_next else None,
        previous=cursor(found[0], backward=True) if found and has_previous else None,
    )


def _read(source: _Rows, column: str, at: _RowPosition | None, *, descending: bool, limit: int) -> Sequence[_PlacedRow]:
    downward = descending != (at is not None and at.backward)
    try:
        return source.read(column, at, downward=downward, limit=limit)
    except (ValidationError, ValueError, TypeError, ArithmeticError, DataError):
        # A cursor that was tampered with: its value is not one of this column.
        if at is None:
            raise
        raise InvalidCursor from None


def _seek_predicate(column: str, at: _RowPosition, *, downward: bool) -> Q:
    side = "lt" if downward else "gt"
    # The first condition alone lets PostgreSQL enter the index (column, id) at the right place.
    return Q(**{f"{column}__{side}e": at.value}) & (Q(**{f"{column}__{side}": at.value}) | Q(**{f"id__{side}": at.id}))


def _fingerprint(ordering: str, filters: object) -> str:
    return hashlib.sha256(msgspec.json.encode([ordering, filters])).hexdigest()[:12]
