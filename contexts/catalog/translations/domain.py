"""The rules of translations in plain Python: which languages there are, what is missing, and how options are written down."""

from collections.abc import Collection, Mapping, Sequence

from contexts.catalog.categories.domain import free_slug
from contexts.catalog.categories.domain import slug as slug_of
from contexts.catalog.offers.dto import Option
from contexts.catalog.translations.dto import OptionText
from contexts.catalog.translations.errors import (
    LanguageUnknown,
    OptionLineUnclear,
    OptionsAlike,
    OptionUntranslatable,
    TranslationEmpty,
)

VALUE_LENGTH = 60
_TEXTS = ("name", "description")


def check_language(language: str, known: Sequence[str]) -> None:
    """Everything is translated into all languages but the first. Raises LanguageUnknown."""
    if language not in known[1:]:
        raise LanguageUnknown(language=language[:20], known=known)


def check_something(*texts: object) -> None:
    """Raises TranslationEmpty."""
    if not any(texts):
        raise TranslationEmpty


def missing(original: Mapping[str, str], translated: Mapping[str, str]) -> tuple[str, ...]:
    """The texts that the original has and the translation does not."""
    return tuple(name for name in _TEXTS if original[name] and not translated.get(name))


def untranslated(options: Sequence[Option], said: Sequence[OptionText]) -> tuple[str, ...]:
    """`options` where the name of one, or a value, is told as in the original."""
    known = {one.option: one for one in said}
    for option in options:
        told = known.get(option.name)
        if told is None or not told.name or any(not told.values.get(value) for value in option.values):
            return ("options",)
    return ()


def checked_options(options: Sequence[Option], said: Sequence[OptionText]) -> tuple[OptionText, ...]:
    """What options are called, as it is kept: of those that there are, each told apart. Raises OptionUntranslatable, OptionsAlike."""
    known = {option.name: option for option in options}
    for one in said:
        _check_known("option", one.option, known)
        for value in one.values:
            _check_known(f"{one.option}", value, known[one.option].values)
    kept = {one.option: one for one in said}
    if len(kept) < len(said):
        raise OptionsAlike(said=next(one.option for one in said if one is not kept[one.option]))
    _check_alike([kept[name].name or name if name in kept else name for name in known])
    for name, one in kept.items():
        _check_alike([one.values.get(value) or value for value in known[name].values])
    texts = (OptionText(option=one.option, name=one.name, values=_filled(one.values)) for one in said)
    return tuple(one for one in texts if one.name or one.values)


def claimed_slug(name: str, slug: str, kept: str, taken: Collection[str]) -> str:
    """The wished one; without a wish that which it has, else one of the name; none of what is not named."""
    if slug:
        return slug_of(slug)
    return kept or (free_slug(name, taken) if name else "")


def options_text(options: Sequence[Option], said: Sequence[OptionText]) -> str:
    """Options as a person writes them, a line each: `Size = Größe; large = groß`."""
    known = {one.option: one for one in said}
    lines = []
    for option in options:
        told = known.get(option.name, OptionText(option=option.name))
        pairs = [(option.name, told.name), *((value, told.values.get(value, "")) for value in option.values)]
        lines.append("; ".join(f"{original} = {text}".strip() for original, text in pairs))
    return "\n".join(lines)


def options_of(text: str) -> tuple[OptionText, ...]:
    """The other way round. Raises OptionLineUnclear."""
    return tuple(_option_of(line) for line in text.splitlines() if line.strip())


def _option_of(line: str) -> OptionText:
    pairs = []
    for part in (part for part in line.split(";") if part.strip()):
        original, sign, text = part.partition("=")
        if not sign or not original.strip() or len(text.strip()) > VALUE_LENGTH:
            raise OptionLineUnclear(line=line.strip()[:100])
        pairs.append((original.strip(), text.strip()))
    if not pairs:
        raise OptionLineUnclear(line=line.strip()[:100])
    (option, name), *values = pairs
    return OptionText(option=option, name=name, values=dict(values))


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    return {value: text for value, text in values.items() if text}


def _check_known(kind: str, given: str, known: Collection[str]) -> None:
    if given not in known:
        raise OptionUntranslatable(kind=kind, given=given[:VALUE_LENGTH], known=", ".join(known) or "none")


def _check_alike(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise OptionsAlike(said=name)
        seen.add(name.casefold())
