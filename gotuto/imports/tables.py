"""What a module says of a table that is exchanged as files: its columns, its rules, how it is written, and what stands in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What became of a row."""

    WAITING = "waiting"
    VALID = "valid"
    BROKEN = "broken"
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Column:
    """A column; `read` makes of its text what JSON can hold, and raises UnfitText or BusinessError.

    An empty cell of one that is not required says that there is nothing.
    """

    name: str
    read: Callable[[str], Any]
    is_required: bool = False


@dataclass(frozen=True)
class Row:
    """A row by the names of the columns that the file has; None where a cell is empty."""

    line: int
    values: Mapping[str, Any]
    # Of the row of this file that it leans on.
    above: "Above | None" = None

    def problem(self, column: str, said: str) -> "Problem":
        """What is wrong with it, in a column that the file may not have."""
        return Problem(line=self.line, column=column if column in self.values else "", said=said)


@dataclass(frozen=True)
class Above:
    """Where in the file another row stands, and whether it is left out."""

    line: int
    is_broken: bool


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong with a row, and in which of its columns."""

    line: int
    column: str = ""
    said: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """All of it.

    `unique` are columns of which no two rows of a file have the same value; the first is what rows are known by. `bundle`
    names what rows are parts of, such as a product with its variants: they are checked and written together. `check` tells
    what is wrong with rows and changes nothing; `write` says what became of each line, and raises BusinessError where it
    wrote none. `pages` yields what stands in the table, in the order of all columns. `leans_on` is the column by which a row
    names the bundle of another that must be there first, such as a category the one that it stands in. At most so many rows
    as a `batch` says are written together, unless they are one bundle.
    """

    columns: tuple[Column, ...]
    unique: tuple[str, ...]
    bundle: Callable[[Mapping[str, Any]], str]
    check: Callable[[Sequence[Row]], list[Problem]]
    write: Callable[[Sequence[Row], datetime], Mapping[int, Outcome]]
    pages: Callable[[], Iterator[Sequence[Sequence[Any]]]]
    leans_on: str = ""
    batch: int = 500

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]
