"""Settings of the search for products."""

from gotuto.configuration import Section, Setting, kinds
from gotuto.configuration.kinds import Kind

POSTGRES, OPENSEARCH = "postgres", "opensearch"
LANGUAGES = ("da", "de", "en", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ro", "ru", "sv", "tr")


def _languages(text: str) -> list[str]:
    codes = [code.strip().lower() for code in text.split(",")]
    if not set(codes) <= {*LANGUAGES}:
        raise ValueError
    return list(dict.fromkeys(codes))


SEARCH = Section(
    "Search",
    (
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
