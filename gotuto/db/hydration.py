"""Hydration: the rows of a statement as dataclasses, each value by the name of its column and not by its place.

A field that is a dataclass itself takes the columns that begin with its name: `price` is made of `price_amount` and
`price_currency`; it may be None where it says so, and is when the first of them is NULL. A field that is a tuple of dataclasses,
or a dict, takes a column of JSON. A field without a column is an error when the statement runs for the first time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from msgspec.json import Decoder

from gotuto.db.sql import Parameters, ask

T = TypeVar("T")
Row = tuple[Any, ...]
Hydrate = Callable[[Sequence[Row]], list[T]]

_KNOWN: dict[tuple[type, str], Hydrate[Any]] = {}


def fetch_as(kind: type[T], statement: str, parameters: Parameters = ()) -> list[T]:
    """All rows, each as a dataclass. Raises TypeError when a field has no column."""
    _, found = fetch_with(kind, statement, parameters)
    return found


def fetch_one_as(kind: type[T], statement: str, parameters: Parameters = ()) -> T | None:
    """The first row as a dataclass, or None. Raises TypeError when a field has no column."""
    for one in fetch_as(kind, statement, parameters):
        return one
    return None


def fetch_with(kind: type[T], statement: str, parameters: Parameters = ()) -> tuple[list[Row], list[T]]:
    """All rows as tuples, and each as a dataclass; for rows that hold more than the dataclass."""
    cursor = ask(statement, parameters)
    hydrate = _KNOWN.get((kind, statement))
    if hydrate is None:
        names = [column.name for column in cursor.description]
        hydrate = _KNOWN[kind, statement] = _compiled(kind, names)
    rows = cursor.fetchall()
    return rows, hydrate(rows)


def select_list(kind: type[Any], table: str, /, *, but: Mapping[str, str] | None = None, **joined: str) -> str:
    """What to select so that rows become `kind`: columns of a table, and of those that are joined to it for single fields.

    `select_list(Product, "product", category="shelf")` takes the field `category` from the columns of `shelf`; what stands in
    `but` is selected as it is written there.
    """
    hints, others = get_type_hints(kind), but or {}
    named = [field.name for field in fields(kind) if field.name not in others]
    columns = [column for name in named for column in _selected(name, hints[name], table, joined)]
    return ", ".join([*columns, *others.values()])


def _selected(name: str, hint: Any, table: str, joined: Mapping[str, str]) -> list[str]:
    if not is_dataclass(hint):
        return [f"{table}.{name}"]
    parts = [part.name for part in fields(hint)]
    if name in joined:
        return [f"{joined[name]}.{part} AS {name}_{part}" for part in parts]
    return [f"{table}.{name}_{part}" for part in parts]


def _compiled(kind: type[T], names: Sequence[str]) -> Hydrate[T]:
    """One expression for all rows, as fast as if it were written by hand; names of fields, no values, are in it."""
    known: dict[str, Any] = {}
    one = _expression(kind, "", names, known)
    columns = "".join(f"c{place}, " for place in range(len(names)))
    return cast(Hydrate[T], eval(f"lambda rows: [{one} for {columns} in rows]", known))  # noqa: S307


def _expression(kind: type, prefix: str, names: Sequence[str], known: dict[str, Any]) -> str:
    hints = get_type_hints(kind)
    given = {field.name: _value(hints[field.name], prefix + field.name, names, known) for field in fields(kind)}
    missing = [field.name for field in fields(kind) if given[field.name] is None and field.default is MISSING]
    if missing:
        raise TypeError(f"{kind.__qualname__} needs columns for {missing}; there are {', '.join(names)}.")
    return _call(kind, ", ".join(f"{name}={value}" for name, value in given.items() if value is not None), known)


def _value(hint: Any, name: str, names: Sequence[str], known: dict[str, Any]) -> str | None:
    if is_dataclass(hint):
        return _expression(cast(type, hint), f"{name}_", names, known)
    kind = _optional(hint)
    first = f"{name}_{fields(kind)[0].name}" if is_dataclass(kind) else ""
    if first in names:
        return f"(None if {_column(first, names)} is None else {_expression(kind, f'{name}_', names, known)})"
    if name not in names:
        return None
    column = _column(name, names)
    if get_origin(hint) is dict or (get_origin(hint) is tuple and is_dataclass(get_args(hint)[0])):
        return _call(Decoder(hint).decode, column, known)
    converts = (isinstance(hint, type) and issubclass(hint, Enum)) or get_origin(hint) is tuple
    return _call(get_origin(hint) or hint, column, known) if converts else column


def _column(name: str, names: Sequence[str]) -> str:
    return f"c{len(names) - 1 - names[::-1].index(name)}"


def _optional(hint: Any) -> Any:
    """What a field may be besides None, if that is one thing; else None."""
    besides = [one for one in get_args(hint) if one is not NoneType] if isinstance(hint, UnionType) else []
    return besides[0] if len(besides) == 1 else None


def _call(what: Any, arguments: str, known: dict[str, Any]) -> str:
    name = f"{what.__name__}_{len(known)}"
    known[name] = what
    return f"{name}({arguments})"
