"""What the catalogue refuses about translations."""

from collections.abc import Sequence

from gotuto.errors import Conflict, NotFound, Refused


class LanguageUnknown(NotFound):
    """The shop is not translated into this language."""

    code = "catalog.language_unknown"
    text = "Nothing is translated into {language!r}. {advice}"
    language: str
    known: Sequence[str]

    @property
    def advice(self) -> str:
        first, *others = self.known
        if self.language == first:
            return "It is the language of the originals: change those themselves."
        return f"Languages of the shop: {', '.join(others) or 'none besides ' + first} (setting GOTUTO_LANGUAGES)."


class TranslationNotFound(NotFound):
    """There are no texts in this language yet."""

    code = "catalog.translation_not_found"
    text = "Nobody has translated it into {language!r} yet."
    language: str


class TranslationEmpty(Refused):
    """A translation has a text at least."""

    code = "catalog.translation_empty"
    field = "name"
    text = "Nothing is translated. Give a name, a description or what options are called; delete the translation to have none."


class OptionUntranslatable(Refused):
    """Only what the product has can be translated."""

    code = "catalog.option_untranslatable"
    field = "options"
    text = "The product has no {kind} {given!r} to translate. There are: {known}."
    kind: str
    given: str
    known: str


class OptionsAlike(Refused):
    """Two options, or two values of one, would be called the same."""

    code = "catalog.options_alike"
    field = "options"
    text = "{said!r} would be there twice: nobody could tell which of the two is meant. Call one of them otherwise."
    said: str


class OptionLineUnclear(Refused):
    """A line of translated options cannot be read."""

    code = "catalog.option_line_unclear"
    field = "options"
    text = "{line!r} cannot be read. Write a line for each option: Size = Größe; large = groß; small = klein"
    line: str


class TranslatedSlugTaken(Conflict):
    """The address leads to something else, in this language or in another."""

    code = "catalog.translated_slug_taken"
    field = "slug"
    text = "The address {slug!r} leads to {name!r}. Choose another one."
    slug: str
    name: str
