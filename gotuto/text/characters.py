"""Text in its normal form (NFC, Unicode Standard Annex 15), without characters that hide, turn or break something."""

import re
import unicodedata
from collections.abc import Iterator

# Controls (Cc, with NUL and escapes), line and paragraph separators; of these a text of several lines has some.
_CONTROL = "\x00-\x1f\x7f-\x9f\u2028\u2029"
# Embeddings, overrides and isolates: they show the rest of a page in another order than it has (Unicode Technical Report 36).
_TURNING = "\u202a-\u202e\u2066-\u2069"
# Halves of surrogate pairs, which are no characters and cannot be stored, and what Unicode will never assign.
_NO_CHARACTER = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
# Blank glyphs that count as letters or symbols: Hangul fillers, the empty Braille pattern.
_LOOKS_EMPTY = "\u115f\u1160\u3164\uffa0\u2800"
# No script piles up more marks on a letter (stream-safe text format, Unicode Standard Annex 15, 13).
_MOST_MARKS = 30

_FAULTS = (
    (re.compile(f"[{_NO_CHARACTER}]"), "This holds {code}, which is no character. Write the text anew."),
    (re.compile(f"[{_TURNING}]"), "This holds {code}, which turns the direction of the text. Leave it out."),
    (re.compile(f"[{_CONTROL}]"), "This holds a control character, {code}. Leave it out."),
)
_BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
_UNWANTED = re.compile(f"[{_NO_CHARACTER}{_TURNING}{_CONTROL}]")


class UnfitText(ValueError):
    """A text that cannot be taken; the message tells people why, and what to do."""


def line(text: str, *, most: int | None = None) -> str:
    """One line in normal form, without blanks around it; `most` counts characters. Raises UnfitText."""
    _check_length(text, most)
    text = normal(text).strip()
    if _UNWANTED.search(text):
        if _BREAKS.search(text):
            raise UnfitText("This takes one line, without line breaks and tabs.")
        raise UnfitText(_fault(text))
    return _whole(text, most)


def prose(text: str, *, most: int | None = None) -> str:
    """Text of several lines in normal form, each ended by a line feed. Raises UnfitText."""
    _check_length(text, most)
    text = normal(text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if _UNWANTED.search(text.translate({ord("\n"): None, ord("\t"): None})):
        raise UnfitText(_fault(text.translate({ord("\n"): None, ord("\t"): None})))
    return _whole(text, most)


def normal(text: str) -> str:
    """The one spelling of characters that can be composed in several ways."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _check_length(text: str, most: int | None) -> None:
    # Before anything is composed, which takes long for piles of marks; a character has at most four parts.
    if most is not None and len(text) > 4 * most:
        raise UnfitText(_too_long(most))


def _whole(text: str, most: int | None) -> str:
    if text and not is_visible(text):
        raise UnfitText("This shows nothing: it has only invisible characters.")
    if max(_piles(text), default=0) > _MOST_MARKS:
        raise UnfitText(f"A letter of this carries more than {_MOST_MARKS} marks.")
    if most is not None and len(text) > most:
        raise UnfitText(_too_long(most))
    return text


def is_visible(text: str) -> bool:
    """Whether there is anything to be seen: a character that is no blank, no mark and no sign for formatting."""
    return any(unicodedata.category(one)[0] not in "ZCM" and one not in _LOOKS_EMPTY for one in text)


def _piles(text: str) -> Iterator[int]:
    """How many marks stand on each letter."""
    pile = 0
    for one in "" if text.isascii() else text:
        pile = pile + 1 if unicodedata.combining(one) else 0
        yield pile


def _too_long(most: int) -> str:
    return f"At most {most} characters."


def _fault(text: str) -> str:
    for pattern, words in _FAULTS:
        if found := pattern.search(text):
            return words.format(code=f"U+{ord(found[0]):04X}")
    raise AssertionError("Something of this was found before.")
