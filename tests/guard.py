"""The table guard: no context reads or writes the tables of another, over the whole suite.

What an import linter cannot see, a statement shows. Its speaker is the innermost stack frame under `contexts/`; the
tables that it names must be the speaker's own, the kernel's, or Django's.
"""

import logging
import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from django.db.backends.postgresql import base
from sqlglot import exp

CONTEXTS = Path(__file__).resolve().parent.parent / "contexts"
NAMES = frozenset(path.parent.name for path in CONTEXTS.glob("*/apps.py"))
REPORT = "GOTUTO_GUARD_FILE"

_ROOT = f"{CONTEXTS}{os.sep}"
_PLACEHOLDER = re.compile(r"%\(\w+\)s|%[sbt]")
_CURSORS: tuple[Any, ...] = (base.ServerBindingCursor, base.Cursor, base.ServerSideCursor)
_WORD = re.compile(r"\w+")
_TRANSACTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ")

# A statement that sqlglot does not know is searched for words instead; it need not be announced.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

# Somebody above may take an AssertionError for a failed attempt and try again; what was seen is kept.
seen: list[str] = []


def install() -> None:
    """Watch every statement at the driver, below Django's layers, so that each takes the way that it takes in production."""
    for cursor in _CURSORS:
        if "execute" not in vars(cursor):
            cursor.execute = _watched(cursor.execute)


def uninstall() -> None:
    for cursor in _CURSORS:
        del cursor.execute


def is_installed() -> bool:
    return all("execute" in vars(cursor) for cursor in _CURSORS)


def owner_of(table: str) -> str | None:
    """The context whose app label a table's name begins with."""
    label, _, rest = table.partition("_")
    return label if rest and label in NAMES else None


@lru_cache(maxsize=8192)
def _hinted(statement: str) -> frozenset[str]:
    return frozenset(owner for word in set(_WORD.findall(statement)) if (owner := owner_of(word)))


@lru_cache(maxsize=8192)
def owners(statement: str) -> frozenset[str]:
    """The contexts whose tables a statement touches."""
    return frozenset(owner for table in _tables(statement) if (owner := owner_of(table)))


def speaker() -> str | None:
    """The context that speaks: the innermost frame under `contexts/`."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename.startswith(_ROOT):
            return frame.f_code.co_filename.removeprefix(_ROOT).partition(os.sep)[0]
        frame = frame.f_back  # type: ignore[assignment]
    return None


def check(statement: str) -> None:
    """Raises AssertionError, or writes a line where a process cannot fail a test."""
    if statement.startswith(_TRANSACTION) or (speaking := speaker()) is None:
        return
    # Whose name no word begins with owns none of the tables; only what is left is worth being understood.
    if _hinted(statement) - {speaking}:
        foreign = owners(statement) - {speaking}
        if foreign:
            _tell(f"{speaking} touches tables of {', '.join(sorted(foreign))}; it must ask their facade: {statement}")


def _watched(execute: Callable[..., Any]) -> Callable[..., Any]:
    def watched(cursor: Any, statement: Any, *arguments: Any, **options: Any) -> Any:
        check(_text(statement, cursor))
        return execute(cursor, statement, *arguments, **options)

    return watched


def _text(statement: Any, cursor: Any) -> str:
    if isinstance(statement, bytes):
        return statement.decode()
    return statement if isinstance(statement, str) else str(statement.as_string(cursor))


def _tell(violation: str) -> None:
    report = os.environ.get(REPORT)
    if report:
        with Path(report).open("a") as lines:
            lines.write(" ".join(violation.split()) + "\n")
        return
    seen.append(violation)
    raise AssertionError(violation)


def _tables(statement: str) -> set[str]:
    try:
        trees = sqlglot.parse(_PLACEHOLDER.sub("$1", statement), dialect="postgres")
    except sqlglot.ParseError:
        return set(_WORD.findall(statement))
    found: set[str] = set()
    for tree in trees:
        if tree is None or isinstance(tree, exp.Command):
            return set(_WORD.findall(statement))
        found |= {table.name for table in tree.find_all(exp.Table)} - {cte.alias for cte in tree.find_all(exp.CTE)}
    return found


def pytest_configure(config: pytest.Config) -> None:
    install()


@pytest.fixture(autouse=True)
def every_context_keeps_to_its_tables() -> Iterator[None]:
    seen.clear()
    yield
    assert not seen, seen[0]
