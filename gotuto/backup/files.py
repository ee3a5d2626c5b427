"""Files that tables name, in a backup: those of a storage are one tar in parts, each compared with the digest that the table has."""

import tarfile
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO, RawIOBase
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from gotuto.backup.archive import PART
from gotuto.backup.manifest import Stored
from gotuto.db import stream
from gotuto.modules import StoredFiles
from gotuto.stored_files import fault_of

_BLOCK = 64 * 1024
Tell = Callable[[str], None]


def counted(named: StoredFiles) -> Stored:
    """How many files the table names, and how many bytes they have; those of a storage that is no folder are not looked at."""
    storage = storages[named.storage]
    is_in, files, size = isinstance(storage, FileSystemStorage), 0, 0
    for name, _ in stream(named.select):
        files += 1
        size += storage.size(name) if is_in and storage.exists(name) else 0
    return Stored(storage=named.storage, kind=type(storage).__name__, is_in=is_in, files=files, bytes=size)


def packed(named: StoredFiles, *, wrong: Tell, done: Callable[[float], None]) -> Iterator[bytes]:
    """A tar, in parts, of the files that are what was stored; `wrong` is told of each other one, `done` how many were read."""
    return _in_parts(_tar(named, wrong, done))


def _tar(named: StoredFiles, wrong: Tell, done: Callable[[float], None]) -> Iterator[bytes]:
    storage = storages[named.storage]
    for number, (name, sha256) in enumerate(stream(named.select), start=1):
        with SpooledTemporaryFile(max_size=PART) as copy:
            if fault := fault_of(storage, name, sha256=sha256, copy=copy):
                wrong(f"{named.storage}: {name} {fault}")
            else:
                yield from _member(name, copy)
        done(number)
    yield bytes(2 * tarfile.BLOCKSIZE)


def _member(name: str, copy: IO[bytes]) -> Iterator[bytes]:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = copy.tell(), 0o600
    copy.seek(0)
    yield entry.tobuf(tarfile.GNU_FORMAT)
    yield from iter(lambda: copy.read(_BLOCK), b"")
    yield bytes(-entry.size % tarfile.BLOCKSIZE)


def _in_parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    gathered = bytearray()
    for piece in pieces:
        gathered += piece
        if len(gathered) >= PART:
            yield bytes(gathered[:PART])
            del gathered[:PART]
    yield bytes(gathered)


def put_back(storage: Storage, parts: Iterable[bytes]) -> Iterator[str]:
    """Write the files of a backup where nothing lies yet, and name those in whose place another content lies.

    Raises tarfile.TarError and SuspiciousFileOperation for what no backup holds.
    """
    with tarfile.open(fileobj=_Joined(parts), mode="r|") as tar:
        while entry := tar.next():
            content = tar.extractfile(entry)
            if content is not None and not _is_put_back(storage, entry.name, content):
                yield f"{entry.name} is there already with another content, and was left as it is"
            # It would remember each of millions.
            tar.members.clear()  # type: ignore[attr-defined]


def _is_put_back(storage: Storage, name: str, content: IO[bytes]) -> bool:
    with SpooledTemporaryFile(max_size=PART) as copy:
        copyfileobj(content, copy)
        copy.seek(0)
        if not storage.exists(name):
            storage.save(name, File(copy))
            return True
        with storage.open(name) as there:
            return all(piece == copy.read(len(piece)) for piece in there.chunks()) and not copy.read(1)


def faults(named: StoredFiles, *, done: Callable[[float], None]) -> Iterator[str]:
    """The files that the table names and that are not what was stored, in words."""
    storage = storages[named.storage]
    for number, (name, sha256) in enumerate(stream(named.select), start=1):
        if fault := fault_of(storage, name, sha256=sha256):
            yield f"{named.storage}: {name} {fault}"
        done(number)


class _Joined(RawIOBase):
    """Parts as one file to read from."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = iter(parts)
        self._part = BytesIO()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not (length := self._part.readinto(buffer)) and (part := next(self._parts, None)) is not None:
            self._part = BytesIO(part)
        return length
