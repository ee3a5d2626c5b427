"""Keyset pagination: the cursor holds the position of a row, so that a page costs the same wherever it lies.

The last page of a million rows is read as fast as the first, and rows that come and go between two pages neither
repeat nor hide others.
"""

import base64
import binascii
import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, ClassVar, Protocol, TypeVar
from uuid import UUID

import msgspec
from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import F, Func, QuerySet, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan, TupleLookupMixin

from gotuto.db.few import MOST_FEW, most_few
from gotuto.db.hydration import fetch_with
from gotuto.errors import Malformed
from gotuto.paging import MAX_SIZE, InvalidCursor, Page, PageRequest

T = TypeVar("T")

_KINDS = {datetime: "timestamptz", Decimal: "numeric", float: "float8", int: "bigint"}

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
    the dataclass that `hydrates` names; `sortable` says of which type the columns are that it can be sorted by, a tuple where
    there are several. None of the texts may contain a value, so that the
    statement is the same for all pages of a list and PostgreSQL plans it once.

    `narrowed` are conditions each of which an index finds without the others, by the first column of that index: of those
    that few rows fulfil, the first is what the page is read by.
    """

    max_page_size: ClassVar[int] = MAX_SIZE

    id: str
    hydrates: type[Any]
    columns: str
    source: str
    conditions: Sequence[str]
    parameters: Mapping[str, Any]
    sortable: Mapping[str, Any]
    narrowed: Mapping[str, str] = field(default_factory=dict)

    def kind(self, column: str) -> Any:
        return self.sortable[column]

    def read(self, column: str, at: _RowPosition | None, *, downward: bool, limit: int) -> Sequence[_PlacedRow]:
        side, way = ("<", "DESC") if downward else (">", "ASC")
        conditions, parameters = list(self.conditions), {**self.parameters, "page_limit": limit}
        count = column.count(",") + 1
        if at is not None:
            values = {f"page_value_{place}": value for place, value in enumerate(_parts(at.value))}
            # Whoever plans for these values would take all that are equal in the first column for passed, and sort the rest:
            # of a list in one currency, all. What comes from a SELECT is not known yet.
            first, *rest = (f"%({name})s" for name in (*values, "page_id"))
            kind = _KINDS.get(type(values["page_value_0"]), "text")
            position = ", ".join([f"(SELECT {first}::{kind})", *rest])
            conditions.append(f"({column}, {self.id}) {side} ({position})")
            parameters.update(values, page_id=at.id)
        order = ", ".join(f"{place} {way}" for place in range(1, count + 2))
        statement = f"""
            {self._page(column, conditions, order)}
            ORDER BY {order}
            LIMIT %(page_limit)s
        """
        rows, found = fetch_with(self.hydrates, statement, parameters)
        placed = zip(rows, found, strict=True)
        return [(row[0] if count == 1 else tuple(row[:count]), row[count], one) for row, one in placed]

    def _page(self, column: str, conditions: Sequence[str], order: str) -> str:
        """The first rows on the way along the list, or among those that come into question where they are few."""

        def first(*more: str) -> str:
            # A plan for all values knows no parameter and would expect a tenth of the table; the constant tells it that a
            # page is short, so that it walks an index instead of sorting everything.
            return f"""
                SELECT {column}, {self.columns}
                FROM {self.source}
                WHERE {" AND ".join([*conditions, *more]) or "true"}
                ORDER BY {order}
                LIMIT {self.max_page_size + 1}
            """  # noqa: S608  names and conditions, no values

        # Along its own index a list begins where the condition does.
        narrowed = {name: condition for name, condition in self.narrowed.items() if name not in column}
        if not narrowed:
            return f"SELECT * FROM ({first()}) AS page"  # noqa: S608  names and conditions, no values
        # Which of both is not asked, is known before either begins.
        along = first("(SELECT ids IS NULL FROM few)")
        by_id = first(f"{self.id} = ANY ((SELECT ids FROM few)::uuid[])")  # noqa: S608  names, no values
        return f"WITH {self._few(narrowed)} SELECT * FROM (({along}) UNION ALL ({by_id})) AS page"  # noqa: S608

    def _few(self, narrowed: Mapping[str, str]) -> str:
        """The ids of what a condition lets through, of the first that few rows fulfil; NULL where many fulfil each."""
        table, _, name = self.source.split()[:3]
        found = {one: f"FROM {table} AS {name} WHERE {condition} ORDER BY {one}" for one, condition in narrowed.items()}
        ids = ", ".join(
            f"""CASE WHEN most >= (SELECT count(*) FROM (SELECT {one} {rows} LIMIT most + 1) AS counted)
                     THEN ARRAY(SELECT {self.id} {rows} LIMIT {MOST_FEW}) END"""  # noqa: S608
            for one, rows in found.items()
        )
        return f"""few AS MATERIALIZED (
            SELECT coalesce({ids}) AS ids
            FROM {most_few(table)} AS size
        )"""  # noqa: S608  names and conditions, no values


@dataclass(frozen=True)
class _Queried:
    """A list that Django's ORM reads."""

    max_page_size: ClassVar[int] = sys.maxsize - 1

    rows: QuerySet[Any, Any]

    def kind(self, column: str) -> Any:
        # What a column looks like in JSON; its field makes a value of it.
        value = str | int | float | bool
        return tuple[value, ...] if "," in column else value

    def read(self, column: str, at: _RowPosition | None, *, downward: bool, limit: int) -> Sequence[_PlacedRow]:
        names = column.split(", ")
        rows = self.rows if at is None else self.rows.filter(_beyond(names, at, downward=downward))
        sign = "-" if downward else ""
        found = rows.order_by(*(f"{sign}{name}" for name in (*names, "id")))[:limit]
        value = attrgetter(*names)
        return [(value(row), row.id, row) for row in found]


def paginate(
    rows: QuerySet[Any, Any] | Selection,
    page: PageRequest,
    *,
    orderings: Mapping[str, str],
    default: str,
    filters: object,
    to_dto: Callable[[Any], T],
) -> Page[T]:
    """One page in one statement; `orderings` maps public names to columns.

    "currency, amount" sorts by the second within the first. Raises UnknownOrdering, InvalidCursor.
    """
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


class _Beyond(TupleLookupMixin):
    """Compares with values of which the first is not known to whoever plans; see `Selection.read`."""

    lhs: Any
    rhs: Any

    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        first, *rest = (
            Value(value, output_field=column.output_field) for column, value in zip(self.lhs, self.rhs, strict=True)
        )
        return compiler.compile(Tuple(Func(first, template="(SELECT %(expressions)s)"), *rest))


class _Below(_Beyond, TupleLessThan):
    pass


class _Above(_Beyond, TupleGreaterThan):
    pass


def _beyond(names: Sequence[str], at: _RowPosition, *, downward: bool) -> TupleLookupMixin:
    # Compared as a whole row, it lets PostgreSQL enter the index (columns, id) at the right place.
    compared = _Below if downward else _Above
    return compared(Tuple(*map(F, (*names, "id"))), (*_parts(at.value), at.id))


def _fingerprint(ordering: str, filters: object) -> str:
    return hashlib.sha256(msgspec.json.encode([ordering, filters])).hexdigest()[:12]
