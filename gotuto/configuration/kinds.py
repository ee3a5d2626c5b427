"""Kinds of settings: what may be written, in words, and what Python gets of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gotuto.text import email_address, line
from gotuto.text.numerals import plain

T = TypeVar("T")

_YES = ("1", "true", "yes", "on")
_NO = ("0", "false", "no", "off")


@dataclass(frozen=True)
class Kind:
    """What a value has to be, in words, and how its text is read; `parse` raises ValueError for any other text."""

    words: str
    parse: Callable[[str], Any]
    choices: tuple[str, ...] = ()
    nothing: Any = ""

    def read(self, text: str) -> Any:
        """The value of a text, without the blanks around it; of an empty one, that for nothing. Raises ValueError."""
        text = text.strip()
        return self.parse(text) if text else self.nothing

    def advice(self, text: str) -> str:
        """The choice that was probably meant, as a sentence; empty when none is close."""
        typed = text.strip().casefold()
        choices = {choice.casefold(): choice for choice in self.choices}
        begun = [known for known in choices if typed and known.startswith(typed)]
        near = begun or get_close_matches(typed, choices, n=1)
        return f" Did you mean {choices[near[0]]}?" if near else ""


TEXT = Kind("one line of text", line)
EMAIL = Kind("an e-mail address, such as ada@example.com", email_address.address)
NAMES = Kind("names with commas between them", lambda text: [name.strip() for name in text.split(",")], nothing=[])
FOLDER = Kind("a folder", Path)


def whole(at_least: int, at_most: int | None = None) -> Kind:
    """A whole number within limits."""
    words = f"a whole number from {at_least} to {at_most}" if at_most else f"a whole number, at least {at_least}"

    def parse(text: str) -> int:
        number = int(text) if re.fullmatch(r"\d{1,18}", text, re.ASCII) else -1
        return _within(number, at_least <= number and (at_most is None or number <= at_most))

    return Kind(words, parse)


def or_off(kind: Kind) -> Kind:
    """The same, or the word `off`, which Python gets as None."""
    return Kind(f"off, or {kind.words}", lambda text: None if text == "off" else kind.parse(text), ("off",))


def seconds(*, or_none: bool = False) -> Kind:
    """A length of time, fractions allowed; with `or_none` it may be 0."""

    def parse(text: str) -> float:
        length = float(plain(text))
        return _within(length, 0 <= length < 1e9 and (or_none or length > 0))

    return Kind("a number, at least 0" if or_none else "a number above 0", parse)


def share(decimals: int) -> Kind:
    """A part of one, such as a tax rate."""

    def parse(text: str) -> Decimal:
        part = Decimal(text) if re.fullmatch(r"\d{1,9}(\.\d{1,18})?", text, re.ASCII) else Decimal(-1)
        return _within(part, 0 <= part < 1 and part == round(part, decimals))

    return Kind(f"a number from 0 to less than 1 with at most {decimals} decimals, such as 0.19", parse)


def secret(at_least: int) -> Kind:
    """A password or a token that nobody guesses."""
    return Kind(f"a text of at least {at_least} characters", lambda text: _within(text, len(text) >= at_least))


def one_of(*choices: str) -> Kind:
    """One of a few words."""
    return Kind(f"one of {', '.join(choices)}", lambda text: _within(text, text in choices), choices)


def matching(pattern: str, words: str) -> Kind:
    """A text of a certain form."""
    return Kind(words, lambda text: _within(text, re.fullmatch(pattern, text, re.ASCII) is not None))


def address(*schemes: str) -> Kind:
    """A URL of one of these schemes."""
    known = [f"{scheme}://" for scheme in schemes]
    return Kind(f"an address that begins with {' or '.join(known)}", lambda text: _url(text, schemes))


def begins_with(*schemes: str) -> Kind:
    """A URL of one of these schemes that may name several hosts; what else it has to be is for a rule to say."""
    begun = tuple(f"{scheme}://" for scheme in schemes)
    return Kind(f"an address that begins with {' or '.join(begun)}", lambda text: _within(text, text.startswith(begun)))


def _flag(text: str) -> bool:
    word = text.casefold()
    return _within(word in _YES, word in _YES + _NO)


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(text) from error


def _url(text: str, schemes: tuple[str, ...]) -> str:
    parts = urlsplit(text)
    # A port that is no number is found out when it is read.
    return _within(text, parts.scheme in schemes and parts.port != 0)


def _within(value: T, is_right: bool) -> T:
    if not is_right:
        raise ValueError(value)
    return value


FLAG = Kind("1 or 0 (also true, yes, on and false, no, off)", _flag, _YES + _NO)
TIME_ZONE = Kind("a time zone of the IANA list, such as Europe/Berlin", _zone)
