"""Plain SQL where one statement says it best."""

from typing import Any

import msgspec
from django.db import connection

Parameters = dict[str, Any] | list[Any] | tuple[Any, ...]


def as_json(rows: Any) -> str:
    """Rows for `jsonb_to_recordset`: one parameter for a whole table, where an array for each column costs several times that."""
    return msgspec.json.encode(rows).decode()


def execute(statement: str, parameters: Parameters = ()) -> int:
    """Run a statement; the number of rows that it hit."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        hit: int = cursor.rowcount
        return hit


def fetch_one(statement: str, parameters: Parameters = ()) -> Any:
    """The first row as a tuple, or None."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()


def fetch_all(statement: str, parameters: Parameters = ()) -> list[Any]:
    """All rows as tuples."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[Any] = cursor.fetchall()
        return rows
