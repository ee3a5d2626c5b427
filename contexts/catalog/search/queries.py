"""Questions to the catalogue in words: how they are understood, and what they find."""

from contexts.catalog.search import domain, statements
from contexts.catalog.search.dto import How, Known, Understood
from contexts.catalog.search.gateways.port import Engine, Matches
from contexts.catalog.search.gateways.postgres import Postgres
from gotuto.db import fetch_all


def understand(*, question: str) -> Understood:
    """What a question looks for, given the words that the catalogue has; nothing where it has no word."""
    words = domain.asked_words(question)
    rows = fetch_all(statements.KNOWN, {"words": words}) if any(words) else []
    known = [
        Known(place=place, word=word, how=How(how), category=category)
        for place, word, how, category in rows
        if how != "stop"
    ]
    return domain.understood(question, known, frozenset(place for place, _, how, _ in rows if how == "stop"))


def find(*, question: Understood) -> Matches:
    """The products that a question means."""
    return _engine().find(question)


def _engine() -> Engine:
    return Postgres()
