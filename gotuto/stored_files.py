"""Files that are written once: whole or not at all, and on the disk before anybody is told that they are there."""

import hashlib
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import FileSystemStorage, Storage

# In the storage itself: a file is moved to its name in one go only where both lie on one disk.
UNFINISHED = ".writing"
# Nobody writes for so long at one file.
_LEFT_AFTER_SECONDS = 86_400


class DurableStorage(FileSystemStorage):
    """Django's storage of files, but a process that dies while it writes leaves nothing under the name of the file.

    What it leaves elsewhere is cleared away by whoever writes a file a day later.
    """

    def _save(self, name: str, content: Any) -> str:
        place, unfinished = Path(self.path(name)), Path(self.path(UNFINISHED))
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished.mkdir(exist_ok=True)
        _clear(unfinished)
        written, path = tempfile.mkstemp(dir=unfinished, prefix=".writing-")
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


def _clear(folder: Path) -> None:
    """Delete what somebody began to write and never finished."""
    for file in folder.iterdir():
        # Somebody else may finish it, or clear it away, in this moment.
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < time.time() - _LEFT_AFTER_SECONDS:
                file.unlink()


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
