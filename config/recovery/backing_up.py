"""A backup of the shop as it is at one moment, while it works."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gotuto.backup import archive, dumping, files, folder, manifest
from gotuto.backup.errors import NothingToBackUp
from gotuto.backup.server import Snapshot, server_version, snapshot
from gotuto.backup.tools import Tools, tools_for
from gotuto.modules import StoredFiles, modules
from gotuto.progress import Steps
from gotuto.version import VERSION


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A backup that was made; `faults` names the files that could not be taken, `files` counts those of each storage."""

    path: Path
    taken_at: datetime
    bytes: int
    tables: int
    rows: int
    encrypted: bool
    files: tuple[manifest.Stored, ...]
    faults: tuple[str, ...]


def back_up(path: Path, *, passphrase: str, now: datetime, steps: Steps) -> Taken:
    """Write the shop into a new file, or into a folder under a name by time.

    Raises NothingToBackUp, ToolsMissing, ToolsTooOld, BackupExists, CannotWriteBackup, DumpFailed; no file is left then. A
    file that is missing or damaged ends nothing: it is left out and named, because a backup without it is better than none.
    """
    path = folder.file_for(path, taken_at=now, encrypted=bool(passphrase))
    tools = tools_for(int(server_version().partition(".")[0]))
    with archive.created(path, passphrase) as file, snapshot() as moment:
        sizes = manifest.table_sizes()
        if "django_migrations" not in sizes:
            raise NothingToBackUp
        counted = _counted(sizes, steps)
        named = [each for each in stored_files() if each.table in sizes]
        stored = tuple(_stored(named, steps))
        told = manifest.describe(gotuto=VERSION, pg_dump=tools.version, taken_at=now, counted=counted, files=stored)
        file.add(archive.MANIFEST, told.to_json())
        _dump(file, tools, moment, sizes, steps)
        faults = [
            fault for each, of in zip(named, stored, strict=True) if of.is_in for fault in _copy(file, each, of, steps)
        ]
    return Taken(
        path=path,
        taken_at=now,
        bytes=path.stat().st_size,
        tables=len(counted),
        rows=sum(table.rows for table in counted),
        encrypted=bool(passphrase),
        files=stored,
        faults=tuple(faults),
    )


def stored_files() -> Iterator[StoredFiles]:
    """What lies beside the database, as the modules say."""
    return (each for module in modules() for each in module.files)


def _stored(named: list[StoredFiles], steps: Steps) -> Iterator[manifest.Stored]:
    for each in named:
        with steps.step(f"Counting files of {each.storage}"):
            yield files.counted(each)


def _copy(file: archive.Writer, named: StoredFiles, told: manifest.Stored, steps: Steps) -> list[str]:
    wrong: list[str] = []
    with steps.step(f"Copying files of {named.storage}", total=told.files) as done:
        parts = files.packed(named, wrong=wrong.append, done=done)
        file.add_parts(f"{archive.FILES}{named.storage}/", parts)
    return wrong


def _counted(sizes: dict[str, int], steps: Steps) -> tuple[manifest.Table, ...]:
    counted = []
    with steps.step("Counting rows and summing them up", total=sum(sizes.values())) as told:
        for table in manifest.tables(list(sizes)):
            counted.append(table)
            told(sum(sizes[each.name] for each in counted))
    return tuple(counted)


def _dump(file: archive.Writer, tools: Tools, moment: Snapshot, sizes: dict[str, int], steps: Steps) -> None:
    before, begun = 0, ""
    with steps.step("Dumping", total=sum(sizes.values())) as told:

        def next_table(name: str) -> None:
            nonlocal before, begun
            before, begun = before + sizes.get(begun, 0), name
            told(before)

        with closing(dumping.dumped(tools, moment, begun=next_table)) as parts:
            file.add_parts(archive.DUMP, parts)
