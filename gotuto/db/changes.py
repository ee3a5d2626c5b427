"""Changing a row: what is wanted and differs is set, and saved as the next version."""

from datetime import datetime
from typing import Any

from django.db.models import Model


def set_changed(row: Model, **wanted: Any) -> tuple[str, ...]:
    """Set what is wanted and differs; None wants nothing. Returns the names of what has changed."""
    changed = tuple(name for name, value in wanted.items() if value is not None and value != getattr(row, name))
    for name in changed:
        setattr(row, name, wanted[name])
    return changed


def save_next_version(row: Any, *, now: datetime) -> None:
    """Save a row that has `version` and `updated_at`."""
    row.version += 1
    row.updated_at = now
    row.save(force_update=True)
