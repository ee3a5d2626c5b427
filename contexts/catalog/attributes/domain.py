"""The rules of attributes in plain Python: what can be declared, which values fit, and what a label is in a language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from contexts.catalog.attributes.dto import Attribute, AttributeKind, Choice, Declaration, Labels, Value
from contexts.catalog.attributes.errors import AttributeInvalid, AttributesUnfit, TooManyAttributes
from contexts.catalog.categories.errors import AttributeDeclared

MOST_ATTRIBUTES = 100
MOST_CHOICES = 500
CODE_LENGTH, CHOICE_LENGTH, UNIT_LENGTH, LABEL_LENGTH = 40, 60, 20, 100
TEXT_LENGTH = 1_000
# As much of a text as an index holds; a longer one cannot be looked for by what it is.
FILTERED_LENGTH = 100
DIGITS, DECIMALS = 15, 6

_CODE = re.compile(r"[a-z][a-z0-9_-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,20})?", re.ASCII)
# They say of a filter from where to where.
ENDS = {
    "_min": AttributeKind.NUMBER,
    "_max": AttributeKind.NUMBER,
    "_after": AttributeKind.DATE,
    "_before": AttributeKind.DATE,
}
_TO_CHOOSE = (AttributeKind.CHOICE, AttributeKind.MULTI_CHOICE)
_FALLBACK = "en"


class Unfit(ValueError):
    """A value does not fit, for a reason that a person can act on."""


def check_code(code: str) -> None:
    """A code is a part of a query string. Raises AttributeInvalid."""
    if len(code) > CODE_LENGTH or not _CODE.fullmatch(code):
        raise AttributeInvalid(
            said=f"{code[:CODE_LENGTH]!r} is no code: a small letter, then small letters, digits, _ and -, {CODE_LENGTH} at most."
        )
    if ending := next((end for end in ENDS if code.endswith(end)), None):
        raise AttributeInvalid(said=f"A code does not end in {ending}: filters by range do.")


def check_declaration(said: Declaration) -> None:
    """What is said of an attribute fits its kind. Raises AttributeInvalid."""
    _check_labels(said.labels, "labels")
    if not said.labels:
        raise AttributeInvalid(said='Say what it is called, such as {"en": "Colour"}.', of="labels")
    if said.unit and said.kind is not AttributeKind.NUMBER:
        raise AttributeInvalid(said="Only a number has a unit.", of="unit")
    if len(said.unit) > UNIT_LENGTH:
        raise AttributeInvalid(said=f"A unit has {UNIT_LENGTH} letters at most.", of="unit")
    _check_choices(said)
    _check_limits(said)


def _check_labels(labels: Labels, of: str) -> None:
    for language, label in labels.items():
        if not _LANGUAGE.fullmatch(language):
            raise AttributeInvalid(said=f"{language[:20]!r} is no code of a language, such as en or de-at.", of=of)
        if not 1 <= len(label) <= LABEL_LENGTH:
            raise AttributeInvalid(said=f"A label has 1 to {LABEL_LENGTH} letters.", of=of)


def _check_choices(said: Declaration) -> None:
    if bool(said.choices) != (said.kind in _TO_CHOOSE):
        raise AttributeInvalid(said="What is chosen has choices, and nothing else has.", of="choices")
    if len(said.choices) > MOST_CHOICES:
        raise AttributeInvalid(said=f"{MOST_CHOICES} choices at most.", of="choices")
    seen: set[str] = set()
    for choice in said.choices:
        _check_labels(choice.labels, "choices")
        if not 1 <= len(choice.value) <= CHOICE_LENGTH:
            raise AttributeInvalid(said=f"A choice has 1 to {CHOICE_LENGTH} letters.", of="choices")
        if choice.value.casefold() in seen:
            raise AttributeInvalid(said=f"{choice.value} is there twice.", of="choices")
        seen.add(choice.value.casefold())


def _check_limits(said: Declaration) -> None:
    is_limited = said.minimum is not None or said.maximum is not None
    if is_limited and said.kind is not AttributeKind.NUMBER:
        raise AttributeInvalid(said="Only a number has a minimum and a maximum.", of="minimum")
    if said.minimum is not None and said.maximum is not None and said.minimum > said.maximum:
        raise AttributeInvalid(said="The minimum is greater than the maximum.", of="minimum")
    if said.max_length is not None and said.kind is not AttributeKind.TEXT:
        raise AttributeInvalid(said="Only a text has a length.", of="max_length")
    if said.kind is AttributeKind.TEXT and said.is_filterable and (said.max_length or TEXT_LENGTH) > FILTERED_LENGTH:
        raise AttributeInvalid(
            said=f"A text by which products are filtered has a max_length of {FILTERED_LENGTH} or less.",
            of="max_length",
        )


def check_alone(code: str, along: Iterable[Attribute]) -> None:
    """A code means one thing on a way through the tree. Raises AttributeDeclared."""
    for other in along:
        if other.code == code:
            raise AttributeDeclared(attribute=code, name=other.category.name)


def check_number(count: int) -> None:
    """So many attributes the products of one category have, with those that it inherits. Raises TooManyAttributes."""
    if count > MOST_ATTRIBUTES:
        raise TooManyAttributes(count=count, most=MOST_ATTRIBUTES)


def fitting(declared: Sequence[Attribute], stored: Mapping[str, Value], given: Mapping[str, Any]) -> dict[str, Value]:
    """What a product has once this is given: None takes a value away, and what nobody declares any more stays.

    Raises AttributesUnfit, naming each attribute.
    """
    known = {one.code: one for one in declared}
    kept, wrong = dict(stored), {}
    for code, value in given.items():
        try:
            kept |= {code: _value(known.get(code), code, value, known)}
        except Unfit as fault:
            wrong[code[:CODE_LENGTH]] = str(fault)
    kept = {code: value for code, value in kept.items() if value is not None}
    for one in declared:
        if one.is_required and one.code not in wrong and not (one.code in kept and is_fit(one, kept[one.code])):
            wrong[one.code] = "is needed in this category."
    if wrong:
        raise AttributesUnfit(wrong=wrong)
    return kept


def _value(attribute: Attribute | None, code: str, value: Any, known: Mapping[str, Attribute]) -> Any:
    if value is None or value == [] or value == "":
        return None
    if attribute is None:
        raise Unfit(f"is no attribute of this category. Known: {', '.join(known) or 'none'}.")
    return checked(attribute, value)


def checked(attribute: Attribute, value: Any) -> Value:
    """A value as it is stored. Raises Unfit."""
    match attribute.kind:
        case AttributeKind.TEXT:
            return _text(attribute, value)
        case AttributeKind.NUMBER:
            return _number(attribute, value)
        case AttributeKind.BOOLEAN:
            return _truth(value)
        case AttributeKind.DATE:
            return _day(value)
        case AttributeKind.CHOICE:
            return _choice(attribute, value)
    return _choices(attribute, value)


def _text(attribute: Attribute, value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("is a text.")
    most = attribute.max_length or TEXT_LENGTH
    if len(value) > most:
        raise Unfit(f"has {len(value)} letters; {most} at most.")
    return value


def _exact(value: Any) -> Decimal:
    """A number that every client reads as the same. Raises Unfit."""
    if not _NUMBER.fullmatch(text := f"{Decimal(str(value)):f}" if isinstance(value, float | Decimal) else str(value)):
        raise Unfit("is a number, such as 12.5.")
    exact = Decimal(text).normalize()
    _, digits, exponent = exact.as_tuple()
    if len(digits) > DIGITS or int(exponent) < -DECIMALS or exact.adjusted() >= DIGITS:
        raise Unfit(f"has {DIGITS} digits at most, {DECIMALS} of them after the point.")
    return exact


def _number(attribute: Attribute, value: Any) -> int | float:
    exact = _exact(value)
    if attribute.minimum is not None and exact < attribute.minimum:
        raise Unfit(f"is at least {attribute.minimum.normalize():f}.")
    if attribute.maximum is not None and exact > attribute.maximum:
        raise Unfit(f"is at most {attribute.maximum.normalize():f}.")
    # As JSON has it; with so few digits nothing is lost.
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _truth(value: Any) -> bool:
    if value is True or value == "true":
        return True
    if value is False or value == "false":
        return False
    raise Unfit("is true or false.")


def _day(value: Any) -> str:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise Unfit("is a date, such as 2026-11-27.")


def _choice(attribute: Attribute, value: Any) -> str:
    values = [choice.value for choice in attribute.choices]
    if value not in values:
        raise Unfit(f"is one of: {', '.join(values[:20])}{' …' if len(values) > 20 else ''}.")
    return str(value)


def _choices(attribute: Attribute, value: Any) -> list[str]:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list | tuple):
        raise Unfit("is a list of choices.")
    chosen = {_choice(attribute, one) for one in given}
    return [choice.value for choice in attribute.choices if choice.value in chosen]


def is_fit(attribute: Attribute, value: Any) -> bool:
    """Whether a stored value is one of the attribute that is declared today, as it is stored."""
    try:
        same = checked(attribute, value)
    except Unfit:
        return False
    return sorted(same) == sorted(value) if isinstance(same, list) and isinstance(value, list) else same == value


def takes_all(before: Declaration, after: Declaration) -> bool:
    """Whether all that fitted before is sure to fit."""
    return (
        after.kind is before.kind
        and {one.value for one in before.choices} <= {one.value for one in after.choices}
        and (after.minimum is None or (before.minimum is not None and after.minimum <= before.minimum))
        and (after.maximum is None or (before.maximum is not None and after.maximum >= before.maximum))
        and (after.max_length or TEXT_LENGTH) >= (before.max_length or TEXT_LENGTH)
    )


def label_of(labels: Labels, languages: Sequence[str], otherwise: str) -> str:
    """What something is called in the first of the languages that there is, else in English, else in any."""
    for language in (*languages, _FALLBACK, *sorted(labels)):
        if language in labels:
            return labels[language]
    return otherwise


def labelled(attribute: Attribute, languages: Sequence[str]) -> Attribute:
    """An attribute, and its choices, with their labels in a language."""
    choices = (replace(one, label=label_of(one.labels, languages, one.value)) for one in attribute.choices)
    return replace(
        attribute,
        label=label_of(attribute.labels, languages, attribute.code),
        choices=tuple(choices),
        minimum=_short(attribute.minimum),
        maximum=_short(attribute.maximum),
    )


def _short(limit: Decimal | None) -> Decimal | None:
    """Without the noughts of its column."""
    return None if limit is None else Decimal(f"{limit.normalize():f}")


def text_of(choices: Iterable[Choice]) -> str:
    """Choices as a person writes them, a line each: `red = en: Red, de: Rot`."""
    return "\n".join(f"{one.value} = {labels_text(one.labels)}" if one.labels else one.value for one in choices)


def choices_of(text: str) -> tuple[Choice, ...]:
    """The other way round. Raises AttributeInvalid."""
    lines = (line.partition("=") for line in text.splitlines() if line.strip())
    return tuple(Choice(value=value.strip(), labels=labels_of(rest, "choices")) for value, _, rest in lines)


def labels_text(labels: Labels) -> str:
    """Labels as a person writes them: `en: Colour, de: Farbe`."""
    return ", ".join(f"{language}: {label}" for language, label in sorted(labels.items()))


def labels_of(text: str, of: str = "labels") -> Labels:
    """The other way round. Raises AttributeInvalid."""
    labels = {}
    for part in (part for part in re.split(r"[,\n]", text) if part.strip()):
        language, colon, label = part.partition(":")
        if not colon:
            raise AttributeInvalid(said=f"{part.strip()[:60]!r} is no label; write en: Colour, de: Farbe", of=of)
        labels[language.strip().lower()] = label.strip()
    return labels
