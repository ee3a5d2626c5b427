"""A file comes in: its rows are read, each cell by the rule of its column, and laid where a worker finds them.

All of it is one transaction, so that a file is there as a whole or not at all; a thousand rows are in memory at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import IO, Any
from uuid import UUID

from django.conf import settings

from gotuto import audit_log, trace, wakeups
from gotuto.db import as_json, execute, unit_of_work
from gotuto.errors import BusinessError
from gotuto.ids import new_id
from gotuto.imports import dto, kinds
from gotuto.imports.header import columns_of
from gotuto.imports.models import Import
from gotuto.imports.tables import Column, Outcome, Problem, Table
from gotuto.tables.errors import FileRefused
from gotuto.tables.reading import Line, lines
from gotuto.text import UnfitText

QUEUE = "imports"
AT_ONCE = 1_000
# So much of a value is told with what is wrong with it.
_TOLD = 200

_LAY = """
INSERT INTO gotuto_imports_importrow (of_id, line, bundle, "values", outcome)
SELECT %(of)s, line, bundle, "values", outcome
FROM jsonb_to_recordset(%(rows)s::jsonb) AS laid (line int, bundle text, "values" jsonb, outcome text)
"""
_TELL = """
INSERT INTO gotuto_imports_importproblem (id, of_id, line, "column", value, said)
SELECT id, %(of)s, line, "column", value, said
FROM jsonb_to_recordset(%(problems)s::jsonb) AS one (id uuid, line int, "column" text, value text, said text)
"""
# The first of those that have the same value stays.
_TWICE = """
WITH twice AS (
    SELECT id, line, "values" ->> %(column)s AS value, first
    FROM (
        SELECT id, line, "values", first_value(line) OVER same AS first
        FROM gotuto_imports_importrow WHERE of_id = %(of)s AND "values" ->> %(column)s IS NOT NULL
        WINDOW same AS (PARTITION BY "values" ->> %(column)s ORDER BY line)
    ) AS seen
    WHERE line <> first
), told AS (
    INSERT INTO gotuto_imports_importproblem (id, of_id, line, "column", value, said)
    SELECT gen_random_uuid(), %(of)s, line, %(column)s, left(value, 200), 'Line ' || first || ' has the same. Keep one of them.'
    FROM twice
)
UPDATE gotuto_imports_importrow AS laid SET outcome = 'broken' FROM twice WHERE laid.id = twice.id
"""
_COUNT = """
UPDATE gotuto_imports_import SET rows = counted.rows, broken = counted.broken, checked = counted.broken
FROM (SELECT count(*) AS rows, count(*) FILTER (WHERE outcome = 'broken') AS broken
      FROM gotuto_imports_importrow WHERE of_id = %(of)s) AS counted
WHERE id = %(of)s
"""


@unit_of_work
def start(*, kind: str, content: IO[bytes], file_name: str = "", now: datetime) -> dto.Import:
    """Take a file of a kind; a worker checks its rows. Raises KindNotFound, FileRefused."""
    known = kinds.known(kind)
    reading = lines(content)
    columns = columns_of(known.table, next(reading, (1, []))[1])
    row = Import.objects.create(
        kind=kind,
        file_name=file_name,
        columns=[column.name for column in columns],
        actor=trace.actor(),
        correlation_id=trace.correlation_id(),
        started_at=now,
        due_at=now,
    )
    if not _lay(row.id, known.table, columns, reading):
        raise FileRefused(said="The file has a header and no rows.")
    for name in set(known.table.unique) & set(row.columns):
        execute(_TWICE, {"of": row.id, "column": name})
    execute(_COUNT, {"of": row.id})
    audit_log.record("import_started", kind=kind, imported=row.id)
    wakeups.notify_on_commit(QUEUE)
    row.refresh_from_db()
    return row.to_dto()


def _lay(import_id: UUID, table: Table, columns: Sequence[Column], reading: Iterator[Line]) -> int:
    """Lay down all rows; how many there are."""
    total = 0
    while some := list(islice(reading, AT_ONCE)):
        total += len(some)
        if total > settings.GOTUTO_IMPORT_ROWS:
            raise FileRefused(said=f"The file has more than {settings.GOTUTO_IMPORT_ROWS:,} rows. Split it.")
        rows, problems = [], []
        for line, cells in some:
            values, wrong = _read(columns, line, cells)
            problems += wrong
            outcome = Outcome.BROKEN if wrong else Outcome.WAITING
            rows.append({"line": line, "bundle": table.bundle(values)[:_TOLD], "values": values, "outcome": outcome})
        execute(_LAY, {"of": import_id, "rows": as_json(rows)})
        tell(import_id, problems)
    return total


def tell(import_id: UUID, problems: Iterable[tuple[Problem, str]]) -> None:
    """Write down what is wrong, with the value that is."""
    told = [
        {"id": new_id(), "line": one.line, "column": one.column, "value": value[:_TOLD], "said": one.said}
        for one, value in problems
    ]
    if told:
        execute(_TELL, {"of": import_id, "problems": as_json(told)})


def _read(
    columns: Sequence[Column], line: int, cells: Sequence[str]
) -> tuple[dict[str, Any], list[tuple[Problem, str]]]:
    """The values of a row that are not empty, and what is wrong with the others."""
    values: dict[str, Any] = {}
    wrong = []
    if any(cells[len(columns) :]):
        said = f"The line has {len(cells)} cells, and the header {len(columns)}. Look for a separator too many."
        wrong.append((Problem(line=line, said=said), ""))
    for column, cell in zip(columns, [*cells, *[""] * len(columns)], strict=False):
        try:
            value = column.read(cell) if cell.strip() else None
        except (UnfitText, BusinessError) as fault:
            wrong.append((Problem(line=line, column=column.name, said=words(fault)), _printable(cell)))
            continue
        if value is None or value == "":
            if column.is_required:
                wrong.append((Problem(line=line, column=column.name, said="This is needed."), ""))
        else:
            values[column.name] = value
    return values, wrong


def words(fault: Exception) -> str:
    """What is wrong, for whoever reads the report."""
    return fault.detail if isinstance(fault, BusinessError) else str(fault)


def _printable(cell: str) -> str:
    """A value that may be anything, as it can be kept and shown."""
    return "".join(one if one.isprintable() else " " for one in cell[:_TOLD])


def filled(columns: Sequence[str], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row by all columns of its file, those that are empty too."""
    return {name: values.get(name) for name in columns}
