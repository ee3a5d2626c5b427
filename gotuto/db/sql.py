"""Plain SQL where one statement says it best."""

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast

import msgspec
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from gotuto.db import replica
from gotuto.postgresql.base import DatabaseWrapper

_SOME = 2000
_NAMED = re.compile(r"%\((\w+)\)s")

Parameters = dict[str, Any] | list[Any] | tuple[Any, ...]


def as_json(rows: Any) -> str:
    """Rows for `jsonb_to_recordset`: one parameter for a whole table, where an array for each column costs several times that."""
    return msgspec.json.encode(rows).decode()


def execute(statement: str, parameters: Parameters = ()) -> int:
    """Run a statement; the number of rows that it hit."""
    hit: int = _asked(DEFAULT_DB_ALIAS, statement, parameters).rowcount
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
    with _kept_together(), connections[DEFAULT_DB_ALIAS].chunked_cursor() as cursor:
        cursor.execute(statement, parameters or None)
        while some := cursor.fetchmany(_SOME):
            yield from some


def _kept_together() -> AbstractContextManager[Any]:
    """A transaction, where a pooler would give the session to others between two parts of an answer."""
    is_pooled = connections[DEFAULT_DB_ALIAS].settings_dict["DISABLE_SERVER_SIDE_CURSORS"]
    return transaction.atomic() if is_pooled else nullcontext()


def positional(statement: str, parameters: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """A statement with named parameters as Django's ORM takes it, one that is used twice given twice."""
    names = _NAMED.findall(statement)
    return _NAMED.sub("%s", statement), [parameters[name] for name in names]


def ask(statement: str, parameters: Parameters = ()) -> Any:
    """A cursor with the answer, until the next statement; a question may go to the replica (`gotuto.db.replica`)."""
    return _asked(replica.alias(), statement, parameters)


def _asked(database: str, statement: str, parameters: Parameters) -> Any:
    return cast(DatabaseWrapper, connections[database]).ask(statement, parameters)
