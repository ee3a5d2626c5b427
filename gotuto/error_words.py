"""What an error says without the data that it was about, for logs and for tables that outlive a person's wish to be forgotten.

Errors about the program keep their words. Those that quote what they were given say their kind and their place: a database
names the row that it refused, a mail server the address, a failed conversion the value.
"""

import errno
import os
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from django.db import InterfaceError, OperationalError

from gotuto.errors import BusinessError

_ROOT = Path(__file__).parent.parent
_OURS = ("gotuto.", "contexts.", "config.", "tests.")
_ABOUT_THE_PROGRAM = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    MemoryError,
    NameError,
    RuntimeError,
    TypeError,
    # Of the driver: a server that cannot be reached. What the server itself says is told otherwise.
    InterfaceError,
    OperationalError,
)
# Connections, transactions, resources, locks, shutdown, files (PostgreSQL, Appendix A): no row is quoted there.
_ABOUT_THE_SERVER = ("08", "25", "40", "53", "55", "57", "58", "XX")


def words(error: BaseException) -> str:
    """The error in one line."""
    if isinstance(error, BusinessError):
        return ": ".join(filter(None, [error.code, error.without_data]))
    told = " ".join(_told(error))
    return f"{type(error).__name__}: {told}" if told else f"{type(error).__name__} in {_place(error.__traceback__)}"


def trace(error: BaseException) -> str:
    """Where the error came from and what led to it, like Python's own traceback."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = "".join(traceback.format_tb(error.__traceback__))
    led = f"{trace(before)}\n\n" if before is not None else ""
    return f"{led}Traceback (most recent call last):\n{frames}{words(error)}"


def _told(error: BaseException) -> Iterator[str]:
    """What may be said of an error that is no refusal."""
    if (facts := _of_database(error)) is not None:
        yield from (f"{name} {value}" for name, value in facts.items() if value)
    elif (code := getattr(error, "smtp_code", None)) is not None:
        yield f"SMTP {code}"
    elif isinstance(error, OSError):
        if (number := error.errno or 0) in errno.errorcode:
            yield f"{errno.errorcode[number]} {os.strerror(number)}"
    elif isinstance(error, _ABOUT_THE_PROGRAM) or type(error).__module__.startswith(_OURS):
        yield str(error)


def _of_database(error: BaseException) -> dict[str, Any] | None:
    """The facts that PostgreSQL gave, through Django's wrapper; its message, detail and context quote values."""
    diagnosis = getattr(error, "diag", None) or getattr(error.__cause__, "diag", None)
    if diagnosis is None or diagnosis.sqlstate is None:
        return None
    return {
        "SQLSTATE": diagnosis.sqlstate,
        "that is": diagnosis.message_primary if diagnosis.sqlstate.startswith(_ABOUT_THE_SERVER) else None,
        "table": diagnosis.table_name,
        "column": diagnosis.column_name,
        "constraint": diagnosis.constraint_name,
    }


def _place(frames: TracebackType | None) -> str:
    """The innermost place in our own sources, or the innermost of all."""
    stack = traceback.extract_tb(frames)
    ours = [frame for frame in stack if Path(frame.filename).is_relative_to(_ROOT) and ".venv" not in frame.filename]
    for frame in reversed(ours or stack):
        name = frame.filename.removeprefix(f"{_ROOT}/")
        return f"{name}:{frame.lineno}"
    return "an unknown place"
