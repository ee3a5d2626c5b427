"""What must hold at any moment, as a database view with a row for each violation: no row is health.

An invariant is a file of SQL that selects (subject, detail). It stands in the folder `invariants` of the module whose tables it
speaks of; what spans several stands here. Files of one name are one invariant, to which each module adds its part. The view is
made anew after `migrate`. Before it, it is dropped when a migration does more than add something, so that it never stands in the
way of a change of its tables; else the release before goes on looking at it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from django.db import ProgrammingError, connection, transaction

from config.models import InvariantLook
from gotuto.db import execute, fetch_all, fetch_rows
from gotuto.modules import modules

log = structlog.get_logger(__name__)

ACROSS = Path(__file__).parent

# Clocks of processes differ a little, and a transaction may take a while to commit.
_OVERLAP = timedelta(minutes=1)

# Looking at everything takes a while in a large shop; a watcher that sets this looks at what changed since then.
_SINCE = """
CREATE OR REPLACE FUNCTION invariants_since() RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('gotuto.invariants_since', true), '')::timestamptz, '-infinity')
$$
"""
_DROP = "DROP VIEW IF EXISTS invariants_violations"
# The shop may be large; whoever asks for everything has asked to wait.
_SETTINGS = "SELECT set_config('statement_timeout', '10min', true), set_config('gotuto.invariants_since', %s, true)"
_FOUND = """
SELECT invariant, subject, detail FROM invariants_violations WHERE invariant <> %s ORDER BY invariant, subject LIMIT %s
"""

_KEEP = """
INSERT INTO config_invariantlook (id, looked_at, violations) VALUES (1, %s, %s)
ON CONFLICT (id) DO UPDATE SET looked_at = excluded.looked_at, violations = excluded.violations
"""


@dataclass(frozen=True)
class Violation:
    """Something that must never be, and is."""

    invariant: str
    subject: str
    detail: str


def files() -> list[Path]:
    """The files of all modules, and those that span several."""
    folders = [ACROSS, *(Path(module.path) / "invariants" for module in modules())]
    return sorted((path for folder in folders for path in folder.glob("*.sql")), key=lambda path: path.stem)


def names() -> list[str]:
    """The invariants, by the names of their files."""
    return sorted({path.stem for path in files()})


def before_migrate(plan: Sequence[tuple[Any, bool]], **_: Any) -> None:
    """Receiver of pre_migrate; the plan has the migrations, and whether each is taken back."""
    if any(back or step.category.name != "ADDITION" for migration, back in plan for step in migration.operations):
        drop_view()


def after_migrate(**_: Any) -> None:
    """Receiver of post_migrate; after a migration back to less than all tables there is no view."""
    try:
        create_view()
    except ProgrammingError as error:
        log.warning("invariants_not_watched", error=str(error))


def drop_view() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DROP)


def create_view() -> None:
    """Make the view anew from the files."""
    parts = [
        f"SELECT '{path.stem}'::text AS invariant, subject::text, detail::text FROM ({_read(path)}) AS part"  # noqa: S608
        for path in files()
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SINCE)
        cursor.execute(_DROP)
        cursor.execute("CREATE VIEW invariants_violations AS\n" + "\nUNION ALL\n".join(parts))


def find_violations(*, since: datetime | None = None, but_not: str = "", most: int = 1_000) -> list[Violation]:
    """What is violated, at most so many; with `since` only among what changed from then on, without one that is named."""
    with transaction.atomic():
        execute(_SETTINGS, [since.isoformat() if since else ""])
        return [Violation(*row) for row in fetch_all(_FOUND, [but_not, most])]


def _read(path: Path) -> str:
    return path.read_text().rstrip().rstrip(";")


@transaction.atomic
def look(*, now: datetime) -> int:
    """Look at what changed since the last look, and keep what was found for `/metrics` and `/health/ready`; how many violations.

    A violation stays counted until somebody looks at everything again: what is broken does not heal by not changing.
    """
    latest = next(iter(fetch_rows(InvariantLook, id=1, locked=True)), None)
    found = find_violations(since=latest.looked_at - _OVERLAP if latest else None)
    before = latest.violations if latest else 0
    count = len(find_violations()) if found or before else 0
    execute(_KEEP, [now, count])
    if count:
        log.error("invariants_violated", violations=count, first=f"{found[0]}" if found else "")
    return count


def last_look() -> InvariantLook | None:
    """When somebody looked, and how many violations there were; None before the first look."""
    return InvariantLook.objects.first()
