"""How a list of the back office is searched: each finder says what the words may mean, and the first that knows is believed.

One meaning at a time, each by an index of its own: several joined by OR would have the whole table read.
"""

import re
from collections.abc import Callable
from uuid import UUID

from django.db.models import Q

from gotuto import names, search

Finder = Callable[[str], Q | None]


class InPart(Q):
    """A condition that leaves some out, because more things are called so than one search takes up."""


def by_id(*columns: str) -> Finder:
    """An id, of the row or of what it belongs to."""

    def find(words: str) -> Q | None:
        try:
            key = UUID(words)
        except ValueError:
            return None
        return _any_of(columns, key)

    return find


def by_number(column: str, pattern: str) -> Finder:
    """A number of this pattern, in any case."""
    known = re.compile(pattern)

    def find(words: str) -> Q | None:
        return Q((column, words.upper())) if known.fullmatch(words.upper()) else None

    return find


def by_value(column: str) -> Finder:
    """Whatever a column may hold; the last resort, or with others beside it."""
    return lambda words: Q((column, words))


def by_name(kind: str, column: str) -> Finder:
    """Things of another module that these words name."""

    def find(words: str) -> Q | None:
        keys, more = names.found(kind, words)
        if not keys:
            return None
        return (InPart if more else Q)((f"{column}__in", keys))

    return find


def by_words(text: str) -> Finder:
    """Words, or how they begin, in an expression over the columns, which has a `search.document_index`."""
    return lambda words: search.found(text, words)


def either(*finders: Finder) -> Finder:
    """What any of them finds; each must be a plain comparison with an indexed column."""

    def find(words: str) -> Q | None:
        known = [condition for finder in finders if (condition := finder(words)) is not None]
        if not known:
            return None
        joined = known[0]
        for condition in known[1:]:
            joined |= condition
        return InPart(joined) if any(isinstance(condition, InPart) for condition in known) else joined

    return find


def _any_of(columns: tuple[str, ...], key: UUID) -> Q:
    joined = Q((columns[0], key))
    for column in columns[1:]:
        joined |= Q((column, key))
    return joined
