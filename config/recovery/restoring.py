"""A shop back from its backup: looked at before anything is written, restored aside, proven, and only then let in."""

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import storages
from django.core.management import call_command

from config.recovery import proof
from gotuto.backup import archive, files, folder, loading
from gotuto.backup.errors import BackupDamaged, BackupTooNew, DatabaseNotEmpty
from gotuto.backup.manifest import Manifest, Stored, unknown_migrations
from gotuto.backup.server import held, server_version
from gotuto.backup.tools import Tools, tools_for
from gotuto.db import execute
from gotuto.progress import Steps

# Of each kind; whoever reads more of them learns nothing more.
_MOST_FINDINGS = 20


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A backup that can be restored here."""

    path: Path
    manifest: Manifest
    tools: Tools


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What became of a restore; with findings nobody was let in unless they were accepted."""

    path: Path
    taken_at: datetime
    tables: int
    rows: int
    files: tuple[Stored, ...]
    findings: tuple[str, ...]
    let_in: bool


def look(path: Path, *, passphrase: str, steps: Steps) -> Looked:
    """Read a file, or the last of a folder, to its end, and see whether the database can take it; nothing is written.

    Raises BackupNotFound, PassphraseWanted, WrongPassphrase, BackupDamaged, BackupTooNew, DatabaseNotEmpty, ToolsMissing,
    ToolsTooOld.
    """
    path = folder.latest(path)
    found: Manifest | None = None
    with steps.step("Checking the file", total=path.stat().st_size) as done:
        for name, content in archive.files(path, passphrase, done=done):
            if name == archive.MANIFEST:
                found = Manifest.from_json(content, path=path)
    if found is None:
        raise BackupDamaged(path=path, reason="it has no manifest")
    server = _major(server_version())
    _require_known(path, found, server)
    tables = held(beside=loading.ASIDE)
    if tables:
        raise DatabaseNotEmpty(count=len(tables), first=tables[0])
    return Looked(path=path, manifest=found, tools=tools_for(max(server, _major(found.pg_dump))))


def restore(looked: Looked, *, passphrase: str, verify: bool, accept: bool, steps: Steps) -> Restored:
    """Restore, bring up to this version, prove, and let in. Raises RestoreFailed, FilledMeanwhile.

    `verify` also compares each table with the backup and each file with what was stored, and replays all orders; `accept`
    lets in whatever is found. Files are put back where nothing lies yet.
    """
    _load(looked, passphrase, steps)
    findings = tuple(islice(_put_back(looked, passphrase, steps), _MOST_FINDINGS))
    with loading.looking_aside():
        findings += tuple(_findings(looked.manifest, verify, steps))
    let_in = accept or not findings
    if let_in:
        loading.let_in()
    return Restored(
        path=looked.path,
        taken_at=looked.manifest.taken_at,
        tables=len(looked.manifest.tables),
        rows=sum(table.rows for table in looked.manifest.tables),
        files=looked.manifest.files,
        findings=findings,
        let_in=let_in,
    )


def _load(looked: Looked, passphrase: str, steps: Steps) -> None:
    with steps.step("Restoring", total=looked.path.stat().st_size) as done:
        files = archive.files(looked.path, passphrase, done=done)
        parts = (content for name, content in files if name.startswith(archive.DUMP))
        loading.load(looked.tools, parts, server=_major(server_version()))


def _put_back(looked: Looked, passphrase: str, steps: Steps) -> Iterator[str]:
    for stored in looked.manifest.files:
        if stored.is_in:
            with steps.step(f"Putting back files of {stored.storage}", total=looked.path.stat().st_size) as done:
                members = archive.files(looked.path, passphrase, done=done)
                folder_of = f"{archive.FILES}{stored.storage}/"
                parts = (content for name, content in members if name.startswith(folder_of))
                try:
                    yield from files.put_back(storages[stored.storage], parts)
                except (tarfile.TarError, SuspiciousFileOperation) as error:
                    yield f"{stored.storage}: its files cannot be read: {error}"


def _findings(told: Manifest, verify: bool, steps: Steps) -> Iterator[str]:
    if verify:
        yield from islice(proof.differences(told, steps), _MOST_FINDINGS)
    with steps.step("Migrating, and gathering statistics"):
        call_command("migrate", interactive=False, verbosity=0)
        execute("ANALYZE")
    yield from islice(proof.violations(steps), _MOST_FINDINGS)
    if verify:
        yield from islice(proof.files_unlike_stored(steps), _MOST_FINDINGS)
        yield from islice(proof.unlike_their_streams(steps), _MOST_FINDINGS)


def _require_known(path: Path, manifest: Manifest, server: int) -> None:
    if unknown := unknown_migrations(manifest):
        raise BackupTooNew(path=path, what=f"this one does not know {len(unknown)} migrations, such as {unknown[0]}")
    if _major(manifest.postgresql) > server:
        raise BackupTooNew(path=path, what=f"it is of PostgreSQL {manifest.postgresql}, and this server is {server}")


def _major(version: str) -> int:
    return int(version.partition(".")[0])
