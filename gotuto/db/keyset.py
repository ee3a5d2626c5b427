"""Pages by keyset: the cursor says after which row to go on, so that a page costs the same wherever it lies.

The last page of a million rows is read as fast as the first, and rows that come and go between two pages neither
repeat nor hide others.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Q, QuerySet

from gotuto.errors import Malformed
from gotuto.paging import InvalidCursor, Page, PageRequest

T = TypeVar("T")

# What a column that a list is sorted by looks like in JSON.
_Sortable = str | int | float | bool


class UnknownOrdering(Malformed):
    """The list cannot be sorted by that."""

    field = "ordering"

    def __init__(self, ordering: str, known: Mapping[str, str]) -> None:
        choices = ", ".join(f"{name}, -{name}" for name in known)
        super().__init__(f"{ordering!r} is not one of: {choices}.")


@dataclass(frozen=True)
class _Position:
    """A row in a sorted list, and which way to go from it."""

    backward: bool
    value: Any
    id: UUID

    def encode(self, binding: str) -> str:
        packed = msgspec.json.encode([binding, self.backward, self.value, self.id])
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def decode(cls, cursor: str, binding: str) -> "_Position":
        try:
            packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            bound_to, backward, value, row_id = msgspec.json.decode(packed, type=tuple[str, bool, _Sortable, UUID])
        except (binascii.Error, msgspec.MsgspecError, ValueError):
            raise InvalidCursor from None
        if bound_to != binding:
            raise InvalidCursor
        return cls(backward, value, row_id)


def paginate(
    rows: QuerySet[Any, Any],
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
        raise UnknownOrdering(ordering, orderings)
    column = orderings[name]
    binding = _binding(ordering, filters)
    at = _Position.decode(page.cursor, binding) if page.cursor else None

    found = _read(rows, column, at, descending=descending, limit=page.size + 1)
    more, found = len(found) > page.size, found[: page.size]
    backward = at is not None and at.backward
    if backward:
        found.reverse()

    def cursor(row: Any, *, backward: bool) -> str:
        return _Position(backward, getattr(row, column), row.id).encode(binding)

    has_next, has_previous = (True, more) if backward else (more, at is not None)
    return Page(
        items=tuple(to_dto(row) for row in found),
        next=cursor(found[-1], backward=False) if found and has_next else None,
        previous=cursor(found[0], backward=True) if found and has_previous else None,
    )


def _read(rows: QuerySet[Any, Any], column: str, at: _Position | None, *, descending: bool, limit: int) -> list[Any]:
    downward = descending != (at is not None and at.backward)
    try:
        if at is not None:
            rows = rows.filter(_beyond(column, at, downward=downward))
        sign = "-" if downward else ""
        return list(rows.order_by(f"{sign}{column}", f"{sign}id")[:limit])
    except (ValidationError, ValueError, TypeError, ArithmeticError, DataError):
        # A cursor that was tampered with: its value is not one of this column.
        if at is None:
            raise
        raise InvalidCursor from None


def _beyond(column: str, at: _Position, *, downward: bool) -> Q:
    side = "lt" if downward else "gt"
    # The first condition alone lets PostgreSQL enter the index (column, id) at the right place.
    return Q(**{f"{column}__{side}e": at.value}) & (Q(**{f"{column}__{side}": at.value}) | Q(**{f"id__{side}": at.id}))


def _binding(ordering: str, filters: object) -> str:
    return hashlib.sha256(msgspec.json.encode([ordering, filters])).hexdigest()[:12]
