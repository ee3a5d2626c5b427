"""Full-text search by the words that somebody remembers, or how they begin: names, parts of e-mail addresses, SKUs.

Punctuation parts words in what is searched and in what is looked for alike, so that "lovelace" and "example.com" find
ada.lovelace@example.com. A table is searched through an index over `document(…)`, which the search must name word by word.
"""

import re

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import BooleanField, Q
from django.db.models.expressions import Func, RawSQL

# Nobody remembers more.
LONGEST = 200

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]+")
# Punctuation parts words, whatever PostgreSQL takes for a file name or a version.
_DOCUMENT = "to_tsvector('simple'::regconfig, regexp_replace({text}, '[!-/:-@[-`{{-~]+', ' ', 'g'))"


def document(text: str) -> str:
    """What is searched, as SQL, of an expression over the columns of a table."""
    return _DOCUMENT.format(text=text)


def document_index(text: str, *, name: str) -> GinIndex:
    """The index by which `found` finds rows without reading the others."""
    # Django would take a percent sign for a placeholder; there is none.
    return GinIndex(Func(template=document(text), output_field=SearchVectorField()), name=name)


def found(text: str, words: str) -> Q | None:
    """The condition that an expression over a table's columns has all these words; None if there are none to look for."""
    wanted = phrases(words)
    if not wanted:
        return None
    sql = f"{document(text)} @@ to_tsquery('simple'::regconfig, %s)"
    return Q(RawSQL(sql, [tsquery(wanted)], output_field=BooleanField()))  # noqa: S611  a constant, with a parameter


def raw_query(wanted: list[list[str]]) -> SearchQuery:
    """The same question to a column that holds what is searched."""
    return SearchQuery(tsquery(wanted), config="simple", search_type="raw")


def phrases(text: str, *, longest: int = LONGEST) -> list[list[str]]:
    """What a search looks for: each phrase, of which the last word may be the beginning of a longer one.

    Blanks part phrases, punctuation parts the words of one, so that "TEA-1" finds TEA-100, but not POT-1 for tea.
    """
    split = ([word for word in _PUNCTUATION.split(phrase) if word] for phrase in text[:longest].split())
    return [words for words in split if words]


def tsquery(wanted: list[list[str]]) -> str:
    """Every one of these phrases, the last word of each perhaps longer, as PostgreSQL searches for it."""
    return " & ".join("(" + " <-> ".join(f"'{word}'" for word in phrase) + ":*)" for phrase in wanted)
