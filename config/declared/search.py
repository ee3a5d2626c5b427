"""Settings of the catalogue: its languages, its caches, and the search for products."""

import re
from collections.abc import Sequence

from gotuto.configuration import Section, Setting, kinds
from gotuto.configuration.kinds import Kind

POSTGRES, OPENSEARCH = "postgres", "opensearch"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
LANGUAGES = ("da", "de", "en", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ro", "ru", "sv", "tr")


def _languages(text: str) -> list[str]:
    codes = [code.strip().lower() for code in text.split(",")]
    if not set(codes) <= {*LANGUAGES}:
        raise ValueError
    return list(dict.fromkeys(codes))


def _spoken(text: str) -> list[str]:
    codes = [code.strip().lower() for code in text.split(",")]
    if not all(_LANGUAGE.fullmatch(code) for code in codes):
        raise ValueError
    return list(dict.fromkeys(codes))


def word_languages(searched: Sequence[str], spoken: Sequence[str]) -> list[str]:
    """The languages of which a search knows the word forms: what is translated is found as the original is."""
    kinds = [code.partition("-")[0] for code in spoken[1:]]
    return list(dict.fromkeys([*searched, *(code for code in kinds if code in LANGUAGES)]))


SEARCH = Section(
    "Search",
    (
        Setting(
            name="GOTUTO_CACHE_SECONDS",
            kind=kinds.whole(0, 3600),
            default="60",
            unit="seconds",
            shared=True,
            meaning="How long the tree of categories and the facets of a whole category are kept in Valkey, unless an event of the "
            "catalogue makes them stale before; 0 keeps nothing.",
        ),
        Setting(
            name="GOTUTO_LANGUAGES",
            kind=Kind("languages such as en,de,pt-br, that of the originals first", _spoken, nothing=["en"]),
            default="en",
            shared=True,
            meaning="The languages of the shop. The first is that in which products and categories are entered; into each other one "
            "they can be translated, and are told in the one that a reader wants most.",
        ),
        Setting(
            name="GOTUTO_SEARCH_ENGINE",
            kind=kinds.one_of(POSTGRES, OPENSEARCH),
            default=POSTGRES,
            shared=True,
            meaning="Who finds products by words. Of `opensearch` run `manage.py search_index --all` first; while it does not answer, "
            "PostgreSQL does.",
        ),
        Setting(
            name="GOTUTO_SEARCH_URL",
            kind=kinds.address("http", "https"),
            secret=True,
            shared=True,
            meaning="Where OpenSearch answers, such as `https://user:password@search:9200`.",
        ),
        Setting(
            name="GOTUTO_SEARCH_LANGUAGES",
            kind=Kind(f"languages such as de,en, of {', '.join(LANGUAGES)}", _languages, nothing=[]),
            default="de,en",
            shared=True,
            meaning="The languages of names and descriptions, in which a word is found in all its forms. After a change, run "
            "`manage.py search_index`.",
        ),
    ),
)
