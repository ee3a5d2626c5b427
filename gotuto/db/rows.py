"""Rows by equality: read, or locked until the transaction ends.

Django builds a query anew each time that it is asked, which costs several times what PostgreSQL takes to answer it. These
questions always have the same shape, so that their text is built once.
"""

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

from gotuto.db.sql import fetch_all, fetch_one
from gotuto.errors import BusinessError

M = TypeVar("M", bound=Model)
N = TypeVar("N", bound=Model)
Convert = Callable[[Any], Any]


class _Shape(Generic[M]):
    """What the rows of a model look like."""

    def __init__(self, model: type[M]) -> None:
        self._model = model
        self._fields = model._meta.concrete_fields
        self.table = f'"{model._meta.db_table}"'
        self.key = f'{self.table}."{model._meta.pk.column}"'
        self.columns = ", ".join(f'{self.table}."{field.column}"' for field in self._fields)
        self.width = len(self._fields)

    def made(self, row: Sequence[Any]) -> M:
        """The model instance of a row."""
        values = list(row)
        for place, convert in self._converters:
            values[place] = convert(values[place])
        return self._model.from_db(DEFAULT_DB_ALIAS, self._names, values)

    @cached_property
    def _names(self) -> list[str]:
        return [field.attname for field in self._fields]

    @cached_property
    def _converters(self) -> list[tuple[int, Convert]]:
        """What fields do to a value that comes from the database, as a queryset applies it."""
        return [
            (place, _bound(convert, field.get_col(self._model._meta.db_table)))
            for place, field in enumerate(self._fields)
            for convert in field.get_db_converters(connection)
        ]


def _bound(convert: Callable[..., Any], column: Any) -> Convert:
    return lambda value: convert(value, column, connection)


@cache
def _shape(model: type[M]) -> _Shape[M]:
    return _Shape(model)


@cache
def _statement(model: type[Model], by: tuple[str, ...], order: str, locked: bool) -> str:
    shape = _shape(model)
    # Locked against other writers, but not against foreign keys that point to the row.
    return (
        f"SELECT {shape.columns} FROM {shape.table} WHERE "  # noqa: S608  names of the model, no values
        + " AND ".join(f'"{column}" = %s' for column in by)
        + (f' ORDER BY "{order}"' if order else "")
        + (" FOR NO KEY UPDATE" if locked else "")
    )


@cache
def _pair_statement(model: type[Model], other: type[Model]) -> str:
    one, two = _shape(model), _shape(other)
    return (
        f"SELECT {one.columns}, {two.columns} FROM {one.table}"  # noqa: S608  names of the models, no values
        f" LEFT JOIN {two.table} ON {two.key} = {one.key} WHERE {one.key} = %s"
    )


def columns_of(model: type[Model], alias: str) -> str:
    """All columns of a model, for a statement whose rows `hydrate` makes into instances."""
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


def hydrate(model: type[M], row: Sequence[Any]) -> M:
    """The model instance of a row of `columns_of`."""
    made: M = _shape(model).made(row)
    return made


def fetch_rows(model: type[M], *, order: str = "", locked: bool = False, **equal: Any) -> list[M]:
    """The rows whose columns equal these values, in the order of a column. Raises RuntimeError for a lock that would not hold."""
    if locked and not connection.in_atomic_block:
        raise RuntimeError("Rows are locked within a unit of work only: outside of one the lock is gone at once.")
    shape = _shape(model)
    return [shape.made(row) for row in fetch_all(_statement(model, tuple(equal), order, locked), list(equal.values()))]


def fetch(model: type[M], key: Any, *, missing: Callable[[], BusinessError]) -> M:
    """The row with this primary key. Raises what `missing` makes."""
    return _one(model, key, missing, locked=False)


def fetch_pair(model: type[M], other: type[N], key: Any, *, missing: Callable[[], BusinessError]) -> tuple[M, N | None]:
    """The row with this primary key and its counterpart of the same key, if there is one. Raises what `missing` makes."""
    row = fetch_one(_pair_statement(model, other), [key])
    if row is None:
        raise missing()
    one, two = _shape(model), _shape(other)
    values = row[one.width :]
    return one.made(row[: one.width]), two.made(values) if any(value is not None for value in values) else None


def lock(model: type[M], key: Any, *, missing: Callable[[], BusinessError]) -> M:
    """The row, locked until the transaction ends. Raises what `missing` makes."""
    return _one(model, key, missing, locked=True)


def _one(model: type[M], key: Any, missing: Callable[[], BusinessError], *, locked: bool) -> M:
    for row in fetch_rows(model, locked=locked, **{str(model._meta.pk.column): key}):
        return row
    raise missing()
