"""A folder of backups: how a new one is called, which is the last, and which are too old to keep."""

from datetime import UTC, datetime
from pathlib import Path

from gotuto.backup.errors import BackupNotFound

_NAME = "gotuto-%Y%m%dT%H%M%SZ"
_PLAIN, _SEALED = ".tar", ".tar.age"
_OURS = ("gotuto-????????T??????Z.tar", "gotuto-????????T??????Z.tar.age")


def file_for(path: Path, *, taken_at: datetime, encrypted: bool) -> Path:
    """The path itself, or in a folder a name that sorts by time."""
    if not path.is_dir():
        return path
    return path / f"{taken_at.astimezone(UTC).strftime(_NAME)}{_SEALED if encrypted else _PLAIN}"


def backups_in(folder: Path) -> list[Path]:
    """The files that `file_for` named, the oldest first; nothing else in the folder is a backup."""
    return sorted(path for pattern in _OURS for path in folder.glob(pattern) if path.is_file())


def last_taken_at(folder: Path) -> datetime | None:
    """When the last backup of a folder was taken, by its name; None where there is none."""
    found = backups_in(folder)
    if not found:
        return None
    return datetime.strptime(found[-1].name.partition(".")[0], _NAME).replace(tzinfo=UTC)


def latest(path: Path) -> Path:
    """The path itself, or the last backup of a folder. Raises BackupNotFound."""
    if path.is_file():
        return path
    found = backups_in(path) if path.is_dir() else []
    if not found:
        raise BackupNotFound(path=path)
    return found[-1]


def too_many(folder: Path, *, keep: int) -> list[Path]:
    """All but the last so many backups, the oldest first."""
    return backups_in(folder)[:-keep]
