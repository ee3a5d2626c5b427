"""The examinations, in the order in which one thing rests on another."""

import platform
from collections.abc import Callable, Iterator

import django

from config.doctor import documents, places, servers, work
from config.doctor.findings import Finding, ok, problem

Examination = Callable[[], Iterator[Finding]]

_ALONE: tuple[Examination, ...] = (
    places.declared,
    places.directory,
    servers.postgresql,
    servers.valkey,
    places.backups,
    places.mails,
    places.vat_ids,
    documents.folder,
    documents.links,
)
_WITH_TABLES: tuple[Examination, ...] = (
    documents.sellers,
    documents.latest,
    work.queues,
    work.trouble,
    work.struggles,
    work.promises,
)


def examine() -> list[Finding]:
    """All of them; without tables there is nothing to ask of the work."""
    made = [*_ALONE, work.programs, *(_WITH_TABLES if work.is_answering() else ())]
    return [_versions(), *(finding for examination in made for finding in _safely(examination))]


def _versions() -> Finding:
    return ok("gotuto", f"{servers.environment()}; Python {platform.python_version()}, Django {django.__version__}")


def _safely(examination: Examination) -> list[Finding]:
    try:
        return list(examination())
    except Exception as error:
        what = examination.__name__
        return [problem(what, f"could not be examined: {type(error).__name__}", "Mend what is told above first.")]
