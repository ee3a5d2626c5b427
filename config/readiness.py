"""Whether this instance can take requests, and what works on them later than it should."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.db import Error, NotSupportedError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

from config import invariants
from config.environment import DATA_DIR
from gotuto import error_words
from gotuto.db import fetch_one
from gotuto.modules import Figure, Lag, modules
from gotuto.runtime.web.ending import LEAVING
from gotuto.wakeups import heartbeat

log = structlog.get_logger(__name__)

POSTGRESQL, MIGRATIONS, DISK, STOPPING = "postgresql", "migrations", "disk", "stopping"

_migrated = False


@dataclass(frozen=True)
class Readiness:
    """`missing` keeps it from serving. What is `degraded` does not: orders are accepted, and worked on when it is back.

    What stands under `attention` waits for a person, and nothing else waits for it.
    """

    missing: tuple[str, ...] = ()
    degraded: tuple[str, ...] = ()
    attention: tuple[str, ...] = ()
    invariants: Any = "not yet looked"


def look() -> Readiness:
    """What is missing now; a process that was told to stop is to get no more requests, whatever is there."""
    if LEAVING.is_set():
        return Readiness(missing=(STOPPING,))
    try:
        if pending_migrations():
            return Readiness(missing=(MIGRATIONS,))
        late, attention = _work()
    except (ProgrammingError, NotSupportedError) as error:
        # Tables have gone or are others since this process looked, as they are while a shop is restored.
        _look_again()
        log.warning("tables_not_there", error=error_words.words(error))
        return Readiness(missing=(MIGRATIONS,))
    except Error as error:
        log.warning("database_not_ready", error=error_words.words(error))
        return Readiness(missing=(POSTGRESQL,))
    full = [DISK] if free_megabytes() < settings.GOTUTO_DISK_FREE_MB else []
    return Readiness(degraded=(*heartbeat.missing(), *late, *full), attention=tuple(attention), invariants=_last_look())


def pending_migrations() -> bool:
    """Whether the tables are older than the code; once they are not, they stay so as long as the process lives."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not _migrated


def _look_again() -> None:
    global _migrated
    _migrated = False


def lags() -> dict[str, float]:
    """For how many seconds the oldest work of each kind has been due, in one statement."""
    told = _lags()
    return _seconds(told, _answers([lag.select for lag in told]))


def _work() -> tuple[list[str], list[str]]:
    """What is late, and what waits for a person, in one statement."""
    told, figures = _lags(), troubles()
    answers = _answers([lag.select for lag in told] + [figure.number for figure in figures])
    late = [name for name, each in _seconds(told, answers[: len(told)]).items() if each > settings.GOTUTO_LATE_SECONDS]
    return late, [figure.trouble for figure, number in zip(figures, answers[len(told) :], strict=True) if number]


def troubles() -> list[Figure]:
    """The figures that count what waits for a person."""
    return [figure for module in modules() for figure in module.figures if figure.is_trouble]


def _lags() -> list[Lag]:
    return [lag for module in modules() for lag in module.lags]


def _answers(selects: list[str]) -> Sequence[Any]:
    return fetch_one(f"SELECT {', '.join(f'({select})' for select in selects)}") or ()


def _seconds(told: list[Lag], answers: Sequence[Any]) -> dict[str, float]:
    return {lag.name: max(float(each or 0), 0) for lag, each in zip(told, answers, strict=True)}


def free_megabytes() -> float:
    """Space for the directory of the instance, which holds its logs and, where it is embedded, its data."""
    place = next(folder for folder in (DATA_DIR, *DATA_DIR.absolute().parents) if folder.exists())
    return shutil.disk_usage(place).free / 1e6


def _last_look() -> Any:
    # Orders can be taken whatever it says: taking every web server out of service would mend nothing.
    try:
        found = invariants.last_look()
    except Error:
        return "not readable"
    return {"violations": found.violations, "looked_at": found.looked_at} if found else "not yet looked"
