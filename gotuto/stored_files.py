"""Files that are written once: whole or not at all, and on the disk before anybody is told that they are there."""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import FileSystemStorage, Storage


class DurableStorage(FileSystemStorage):
    """Django's storage of files, but a process that dies while it writes leaves nothing under the name of the file."""

    def _save(self, name: str, content: Any) -> str:
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        written, path = tempfile.mkstemp(dir=place.parent, prefix=".writing-")
        try:
            with os.fdopen(written, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            os.replace(path, place)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(path)
            raise
        _remember(place.parent)
        return name


def fault_of(storage: Storage, name: str, *, sha256: str, copy: IO[bytes] | None = None) -> str:
    """What is wrong with a file, in words, or nothing; its content is written to `copy` while it is read."""
    digest = hashlib.sha256()
    try:
        with storage.open(name) as file:
            for chunk in file.chunks():
                digest.update(chunk)
                if copy is not None:
                    copy.write(chunk)
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return "" if digest.hexdigest() == sha256 else "is not what was stored"


def _remember(folder: Path) -> None:
    """Have the folder itself written, without which a file may be nameless after the power was gone."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
