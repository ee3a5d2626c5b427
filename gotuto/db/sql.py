"""Plain SQL where one statement says it best."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

import msgspec
from django.db import DEFAULT_DB_ALIAS, connections

from gotuto.postgresql.base import DatabaseWrapper

_SOME = 2000
_NAMED = re.compile(r"%\((\w+)\)s")

Parameters = dict[str, Any] | list[Any] | tuple[Any, ...]


def as_json(rows: Any) -> str:
    """Rows for `jsonb_to_recordset`: one parameter for a whole table, where an array for each column costs several times that."""
    return msgspec.json.encode(rows).decode()


def execute(statement: str, parameters: Parameters = ()) -> int:
    """Run a statement; the number of rows that it hit."""
    hit: int = ask(statement, parameters).rowcount
    return hit


def fetch_one(statement: str, parameters: Parameters = ()) -> Any:
    """The first row as a tuple, or None."""
    return ask(statement, parameters).fetchone()


def fetch_all(statement: str, parameters: Parameters = ()) -> list[Any]:
    """All rows as tuples."""
    rows: list[Any] = ask(statement, parameters).fetchall()
    return rows


def stream(statement: str, parameters: Parameters = ()) -> Iterator[Any]:
    """Rows as tuples, some at a time, however many there are."""
    with connections[DEFAULT_DB_ALIAS].chunked_cursor() as cursor:
        cursor.execute(statement, parameters or None)
        while some := cursor.fetchmany(_SOME):
            yield from some


def positional(statement: str, parameters: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """A statement with named parameters as Django's ORM takes it, one that is used twice given twice."""
    names = _NAMED.findall(statement)
    return _NAMED.sub("%s", statement), [parameters[name] for name in names]


def ask(statement: str, parameters: Parameters = ()) -> Any:
    """A cursor with the answer, until the next statement."""
    return cast(DatabaseWrapper, connections[DEFAULT_DB_ALIAS]).ask(statement, parameters)
