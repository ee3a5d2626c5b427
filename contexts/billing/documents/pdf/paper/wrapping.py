"""Line breaking: a text is cut into lines that fit a width, at spaces, or where there are none anywhere."""

from collections.abc import Callable, Iterator
from itertools import groupby

Measure = Callable[[str], float]

# Between these characters a line may end anywhere: kana, CJK ideographs, Hangul, full-width forms.
_WIDE = (("\u3000", "\u9fff"), ("\uac00", "\ud7af"), ("\uf900", "\ufaff"), ("\uff00", "\uffef"))
# These never begin a line.
_NEVER_FIRST = frozenset("、。，．！？：；）」』】〉》ー")


def wrapped(text: str, width: float, measure: Measure) -> list[str]:
    """The lines of a text; a line break of its own stays one."""
    return [line for paragraph in text.splitlines() for line in _lines(paragraph, width, measure)]


def _lines(paragraph: str, width: float, measure: Measure) -> Iterator[str]:
    line = ""
    for piece in _pieces(paragraph):
        if measure((line + piece).rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            yield line.rstrip()
        *full, line = _cut(piece.lstrip(), width, measure)
        yield from full
    yield line.rstrip()


def _pieces(paragraph: str) -> Iterator[str]:
    """Words with the spaces after them; a wide character is a word of its own."""
    for word in paragraph.replace("\t", " ").split(" "):
        letters = ["".join(group) for _, group in groupby(word, key=_kind(word))]
        yield from letters[:-1]
        yield (letters[-1] if letters else "") + " "


def _kind(word: str) -> Callable[[str], int]:
    """Numbers what may be parted: each wide character gets a number of its own."""
    count = 0
    was_wide = False

    def number(letter: str) -> int:
        nonlocal count, was_wide
        wide = any(first <= letter <= last for first, last in _WIDE)
        if (wide or was_wide) and letter not in _NEVER_FIRST:
            count += 1
        was_wide = wide
        return count

    return number


def _cut(word: str, width: float, measure: Measure) -> list[str]:
    """A word that is wider than a line, in parts that are not; each has at least one letter."""
    parts = [""]
    for letter in word:
        if parts[-1] and measure((parts[-1] + letter).rstrip()) > width:
            parts.append("")
        parts[-1] += letter
    return parts
