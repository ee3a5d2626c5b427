"""What can be done about what people find: synonyms, misses, and the words written anew."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import structlog

from contexts.catalog.search import domain, gateways, models, statements
from contexts.catalog.search.dto import Indexed, SynonymSet
from contexts.catalog.search.errors import EngineFails, SynonymsNotFound, SynonymTaken
from gotuto.db import execute, fetch_all, fetch_as, fetch_one, is_dry_run, lock, unit_of_work
from gotuto.db.changes import save_next_version
from gotuto.errors import ExpectedVersion, check_version

log = structlog.get_logger(__name__)

BATCH = 500
_FIRST = UUID(int=0)


@unit_of_work
def add_synonyms(*, words: Sequence[str], now: datetime) -> SynonymSet:
    """Say that words mean the same. Raises TooFewSynonyms, SynonymTaken."""
    told = _checked(words, besides=None)
    row = models.Synonyms(words=told, created_at=now, updated_at=now)
    row.save(force_insert=True)
    return row.to_dto()


@unit_of_work
def change_synonyms(
    *, synonyms_id: UUID, words: Sequence[str], expected_version: ExpectedVersion = None, now: datetime
) -> SynonymSet:
    """Say anew which words mean the same. Raises SynonymsNotFound, TooFewSynonyms, SynonymTaken, Stale."""
    row = _locked(synonyms_id)
    check_version(expected=expected_version, actual=row.version)
    told = _checked(words, besides=synonyms_id)
    if told != row.words:
        row.words = told
        save_next_version(row, now=now)
    return row.to_dto()


@unit_of_work
def remove_synonyms(*, synonyms_id: UUID) -> None:
    """Words mean no longer the same. Raises SynonymsNotFound."""
    _locked(synonyms_id).delete()


@unit_of_work
def note_miss(*, question: str, now: datetime) -> None:
    """Remember that a question found nothing, for whoever looks after synonyms."""
    if (asked := domain.noted(question)) and not is_dry_run():
        execute(statements.MISSED, {"question": asked, "now": now})


@unit_of_work
def take_languages(*, codes: Sequence[str]) -> bool:
    """Know the word forms of these languages from now on; whether they are others than before."""
    (before,) = fetch_one(statements.KNOWN_LANGUAGES)
    execute(statements.LANGUAGES, {"codes": list(codes)})
    return bool(before != sorted(codes))


def make_forms(*, batch: int = 10_000) -> None:
    """Make the forms of all words anew."""
    (last,) = fetch_one(statements.LAST_WORD)
    for after in range(0, last, batch):
        execute(statements.FORMS, {"after": after, "batch": batch})


def rewrite(*, batch: int = BATCH) -> Iterator[int]:
    """Write the documents of all products anew, a batch and a transaction at a time; yields how many each had."""
    fetch_all(statements.WITHOUT_WORDS)
    after: UUID | None = _FIRST
    while after is not None:
        count, after, _ = fetch_one(statements.REWRITE, {"after": after, "batch": batch})
        yield count


def complete(*, batch: int = BATCH) -> Iterator[int]:
    """Write what is missing of products that are older than the search, a batch at a time; yields how many each had."""
    fetch_all(statements.WITHOUT_WORDS)
    while count := fetch_one(statements.WITHOUT_DOCUMENT, {"batch": batch})[0]:
        yield count


def complete_all() -> int:
    """Write all that is missing; of how many products."""
    return sum(complete())


def tell_engine(*, batch: int = BATCH) -> int:
    """Tell another engine what has changed, where there is one; of how many products. What it does not take waits."""
    server, told = gateways.server(), 0
    while server and (some := fetch_as(Indexed, statements.CHANGED, {"batch": batch})):
        try:
            server.put(some)
        except gateways.EngineDown as failure:
            log.warning("search_engine_not_told", why=str(failure))
            return told
        execute(statements.TOLD, {"ids": [one.id for one in some], "changes": [one.change for one in some]})
        told += len(some)
    return told


def fill_engine(*, batch: int = BATCH) -> Iterator[int]:
    """Make the index of another engine anew, where there is one; yields how many products each batch had. Raises EngineFails."""
    server = gateways.server()
    if server is None:
        execute(statements.NO_FEED)
        return
    execute(statements.FEED, [gateways.OPENSEARCH])
    try:
        server.make()
        after = _FIRST
        while some := fetch_as(Indexed, statements.ALL_INDEXED, {"after": after, "batch": batch}):
            server.put(some)
            after = some[-1].id
            yield len(some)
    except gateways.EngineDown as failure:
        raise EngineFails(why=str(failure)) from None


@unit_of_work
def count_words() -> None:
    """Count in how many products each word is; words that are in none go."""
    execute("SET LOCAL statement_timeout = 0")
    execute(statements.COUNT, {"last": fetch_one(statements.LAST_WORD)[0]})


def _checked(words: Sequence[str], *, besides: UUID | None) -> list[str]:
    told = domain.synonyms(words)
    taken = (
        models.Synonyms.objects.filter(words__overlap=told)
        .exclude(id=besides or _FIRST)
        .values_list("words", flat=True)
    )
    for others in taken[:1]:
        raise SynonymTaken(word=next(word for word in told if word in others))
    return told


def _locked(synonyms_id: UUID) -> models.Synonyms:
    return lock(models.Synonyms, synonyms_id, missing=lambda: SynonymsNotFound(synonyms_id=synonyms_id))
