"""Settings of the search for products."""

from gotuto.configuration import Section, Setting
from gotuto.configuration.kinds import Kind

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
            name="GOTUTO_SEARCH_LANGUAGES",
            kind=Kind(f"languages such as de,en, of {', '.join(LANGUAGES)}", _languages, nothing=[]),
            default="de,en",
            meaning="The languages of names and descriptions, in which a word is found in all its forms. After a change, run "
            "`manage.py search_index`.",
        ),
    ),
)
