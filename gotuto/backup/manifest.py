"""What a backup is a backup of: versions, migrations, each table with its rows and a checksum, and how many files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from gotuto.backup.errors import BackupDamaged, BackupTooNew
from gotuto.backup.server import server_version
from gotuto.db import execute, fetch_all, fetch_one

# Raised when a reader of an earlier number would not understand the file: 2 has files.
FORMAT = 2

_TABLES = """
SELECT c.relname, pg_table_size(c.oid) FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
ORDER BY c.relname
"""
_SEQUENCES = (
    "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1"
)
# The sum of the hashes of all rows: whatever the order of the rows, and without sending them anywhere.
_ROWS = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {table} AS t"
_ONE_WRITING = """
SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO', true), set_config('IntervalStyle', 'postgres', true),
       set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true)
"""


@dataclass(frozen=True)
class Table:
    name: str
    rows: int
    checksum: str


@dataclass(frozen=True, kw_only=True)
class Stored:
    """The files of a storage that the database names; of a storage that is no folder, none is in the backup."""

    storage: str
    kind: str
    is_in: bool
    files: int
    bytes: int


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What stands in the file `manifest.json` of a backup."""

    format: int
    taken_at: datetime
    gotuto: str
    postgresql: str
    pg_dump: str
    migrations: tuple[str, ...]
    tables: tuple[Table, ...]
    sequences: dict[str, int]
    # A backup of format 1 has none.
    files: tuple[Stored, ...] = ()

    def to_json(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=1)

    @classmethod
    def from_json(cls, text: bytes, *, path: Path) -> "Manifest":
        """Raises BackupTooNew for a format of a later version, BackupDamaged for what is none."""
        try:
            number = msgspec.json.decode(text, type=_Format).format
            if number > FORMAT:
                raise BackupTooNew(path=path, what=f"its format is {number}, and this version reads {FORMAT}")
            return msgspec.json.decode(text, type=cls)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise BackupDamaged(path=path, reason="its manifest cannot be read") from None


class _Format(msgspec.Struct):
    format: int


def applied_migrations() -> tuple[str, ...]:
    """The migrations of the database, such as "order.0001_initial"."""
    return tuple(sorted(".".join(each) for each in MigrationRecorder(connection).applied_migrations()))


def unknown_migrations(manifest: Manifest) -> list[str]:
    """Those of the backup that this version does not have."""
    loader = MigrationLoader(None)
    known = {".".join(each) for each in loader.disk_migrations}
    replaced = {".".join(each) for one in loader.disk_migrations.values() for each in one.replaces}
    return [name for name in manifest.migrations if name not in known | replaced]


def table_sizes() -> dict[str, int]:
    """The bytes that each table takes on the disk."""
    return dict(fetch_all(_TABLES))


def sequences() -> dict[str, int]:
    """The last number that each sequence gave."""
    return dict(fetch_all(_SEQUENCES))


def tables(names: list[str]) -> Iterator[Table]:
    """Count and sum up tables in the transaction under way, one after the other."""
    execute(_ONE_WRITING)
    for name in names:
        rows, checksum = fetch_one(_ROWS.format(table=connection.ops.quote_name(name)))
        yield Table(name, rows, checksum)


def describe(
    *, gotuto: str, pg_dump: str, taken_at: datetime, counted: tuple[Table, ...], files: tuple[Stored, ...]
) -> Manifest:
    """The manifest of the database as the transaction under way sees it."""
    return Manifest(
        format=FORMAT,
        taken_at=taken_at,
        gotuto=gotuto,
        postgresql=server_version(),
        pg_dump=pg_dump,
        migrations=applied_migrations(),
        tables=counted,
        sequences=sequences(),
        files=files,
    )
