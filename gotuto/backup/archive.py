"""The file of a backup: a tar of the manifest, the dump and the files in parts, and checksums; encrypted as a whole when asked.

    tar xOf shop.tar --wildcards 'database/*' | pg_restore --no-owner -d new      opens without GoTuto what was written here
    tar xOf shop.tar --wildcards 'files/documents/*' | tar x -C documents

A tar wants the length of a file before its content, which a dump does not know; so the dump is cut into parts, each small enough
for memory. Files of a storage are a tar of their own that is cut likewise, as there may be millions. The checksums come last, so
that a file without them is not whole.
"""

import hashlib
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from gotuto.backup import age
from gotuto.backup.errors import (
    BackupDamaged,
    BackupExists,
    BackupNotFound,
    CannotWriteBackup,
    PassphraseWanted,
    WrongPassphrase,
)

PART = 8 * 1024 * 1024
MANIFEST, DUMP, FILES, CHECKSUMS = "manifest.json", "database/", "files/", "SHA256SUMS"


class Writer:
    """Puts files into an archive; `close` adds the checksums."""

    def __init__(self, file: Any) -> None:
        self._tar = tarfile.TarFile(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT)
        self._sums: list[str] = []

    def add(self, name: str, content: bytes) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(content), 0o600
        self._tar.addfile(entry, BytesIO(content))
        self._sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")

    def add_parts(self, folder: str, parts: Iterable[bytes]) -> None:
        """Add a stream as numbered files."""
        for number, part in enumerate(parts, start=1):
            self.add(f"{folder}{number:06}", part)

    def close(self) -> None:
        self.add(CHECKSUMS, "".join(self._sums).encode())
        self._tar.close()


@contextmanager
def created(path: Path, passphrase: str) -> Iterator[Writer]:
    """A new file under a temporary name, which takes its own when everything is in it. Raises BackupExists, CannotWriteBackup."""
    if path.exists():
        raise BackupExists(path=path)
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise CannotWriteBackup(path=path, reason=error.strerror or str(error)) from error
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield from _filled(file, passphrase)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise CannotWriteBackup(path=path, reason=error.strerror or str(error)) from error
    finally:
        draft.unlink(missing_ok=True)


def _filled(file: IO[bytes], passphrase: str) -> Iterator[Writer]:
    sealing = age.Sealing(file, passphrase) if passphrase else None
    writer = Writer(sealing or file)
    yield writer
    writer.close()
    if sealing:
        sealing.close()


def is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(age.MAGIC)) == age.MAGIC


def files(
    path: Path, passphrase: str, *, done: Callable[[int], None] = lambda length: None
) -> Iterator[tuple[str, bytes]]:
    """The files of an archive, each compared with its checksum once all are read; `done` is told how far it is.

    Raises BackupNotFound, PassphraseWanted, WrongPassphrase, and BackupDamaged at the latest after the last file.
    """
    try:
        with path.open("rb") as file:
            for name, content in _checked(path, _opened(file, path, passphrase)):
                yield name, content
                done(file.tell())
    except OSError as error:
        raise BackupNotFound(path=path) from error
    except age.Unopened:
        raise WrongPassphrase(path=path) from None
    except age.Broken as fault:
        raise BackupDamaged(path=path, reason=str(fault)) from None
    except tarfile.TarError:
        raise BackupDamaged(path=path, reason="it is truncated, or no backup at all") from None


def _opened(file: IO[bytes], path: Path, passphrase: str) -> Any:
    if not is_encrypted(path):
        return file
    if not passphrase:
        raise PassphraseWanted(path=path)
    return age.Opening(file, passphrase)


def _checked(path: Path, file: Any) -> Iterator[tuple[str, bytes]]:
    sums, told = [], None
    with tarfile.open(fileobj=file, mode="r|") as tar:
        for entry in tar:
            if told is not None or entry.size > 2 * PART or not _belongs(entry.name):
                raise BackupDamaged(path=path, reason=f"{entry.name[:60]!r} does not belong there")
            # A link or a folder has no content, and then no checksum fits.
            stored = tar.extractfile(entry) if entry.isreg() else None
            content = stored.read() if stored else b""
            if entry.name == CHECKSUMS:
                told = content
                continue
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {entry.name}\n")
            yield entry.name, content
    # To the very end, which is sealed as such; a tar ends with zeros.
    if any(rest.strip(b"\0") for rest in iter(lambda: file.read(PART), b"")):
        raise BackupDamaged(path=path, reason="something was added to it")
    if told is None:
        raise BackupDamaged(path=path, reason="it is truncated: its checksums are missing")
    if told != "".join(sums).encode():
        raise BackupDamaged(path=path, reason="its checksums do not fit")


def _belongs(name: str) -> bool:
    return name in (MANIFEST, CHECKSUMS) or name.startswith((DUMP, FILES))
