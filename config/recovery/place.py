"""Where the backups are, and how old the last one is."""

from datetime import datetime, timedelta
from math import inf
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from gotuto.backup import folder


def backups(path: str | None) -> Path:
    """What a command was given, or else the folder of the settings. Raises CommandError where there is neither."""
    place = path or settings.GOTUTO_BACKUP_DIR
    if not place:
        raise CommandError("Name a file or a folder, or set GOTUTO_BACKUP_DIR to the folder of the backups.")
    return Path(place)


def last_age(*, now: datetime) -> float | None:
    """Seconds since the last backup was taken: without end where there is none, None where no folder is named."""
    if not settings.GOTUTO_BACKUP_DIR:
        return None
    taken_at = folder.last_taken_at(Path(settings.GOTUTO_BACKUP_DIR))
    return (now - taken_at).total_seconds() if taken_at else inf


def late_after() -> timedelta:
    """A last backup that is older is too old."""
    return timedelta(hours=settings.GOTUTO_BACKUP_HOURS)
