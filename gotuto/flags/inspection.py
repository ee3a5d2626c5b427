"""What operators see of the flags."""

from dataclasses import dataclass
from datetime import datetime

from waffle.models import Switch

from gotuto.flags.declared import flags


@dataclass(frozen=True)
class State:
    """A flag, how it stands in the database, and how it was declared."""

    name: str
    is_on: bool
    by_default: bool
    switched_at: datetime | None
    means: str


def states() -> list[State]:
    """All flags by name."""
    rows = {row.name: row for row in Switch.objects.filter(name__in=flags())}
    return [
        State(
            name=name,
            is_on=rows[name].active if name in rows else declared.is_on,
            by_default=declared.is_on,
            switched_at=rows[name].modified if name in rows and rows[name].modified != rows[name].created else None,
            means=declared.means,
        )
        for name, declared in sorted(flags().items())
    ]
