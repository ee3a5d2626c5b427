"""Fonts: one face for Latin, Greek and Cyrillic in the tree, and further ones of a folder for what it lacks."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

_TREE = Path(__file__).parents[2] / "fonts"
REGULAR = _TREE / "NotoSans-Regular.ttf"
BOLD = _TREE / "NotoSans-Bold.ttf"
_KINDS = {".otf", ".ttc", ".ttf"}
_NORMAL_WEIGHT = 400
# Marks of direction, joiners, breaks: none of them is drawn, and those that shape a text are obeyed.
_UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
_SHAPING = frozenset("\u200c\u200d\u200e\u200f")


@dataclass(frozen=True)
class Faces:
    """The fonts of one document: `plain` is what the face of the tree covers, `further` what is taken of other fonts."""

    plain: frozenset[int]
    further: dict[Path, frozenset[int]]

    def lacks(self, character: str) -> bool:
        """Whether a character is to be seen, and no font has a sign for it."""
        return unicodedata.category(character) not in _UNSEEN and not self._has(character)

    def is_plain(self, text: str) -> bool:
        """Whether the face of the tree writes it all, letter by letter from left to right."""
        return all(ord(character) in self.plain for character in text)

    def seen(self, text: str) -> str:
        """The text on one line, without marks that neither are drawn nor shape it."""
        if text.isprintable():
            return text
        return "".join(one for one in re.sub(r"[\t\r\n]+", " ", text) if self._has(one) and not _is_idle(one))

    def _has(self, character: str) -> bool:
        code = ord(character)
        return code in self.plain or any(code in taken for taken in self.further.values())


def _is_idle(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN and character not in _SHAPING


def chosen(characters: Iterable[str], folder: Path | None) -> Faces:
    """The fonts that these characters need: of the folder only those that add something, regular ones before others."""
    plain = _characters(REGULAR, 0)
    wanted = frozenset(map(ord, characters)) - plain
    further: dict[Path, frozenset[int]] = {}
    for path in _files(folder) if folder and wanted else ():
        if taken := wanted & _characters(path, path.stat().st_mtime_ns):
            further[path] = taken
            wanted -= taken
    return Faces(plain, further)


def _files(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if path.suffix.lower() in _KINDS]
    return sorted(found, key=lambda path: (_oddness(path, path.stat().st_mtime_ns), path.name))


@lru_cache(maxsize=512)
def _oddness(path: Path, _changed: int) -> int:
    """How far a font is from upright and regular."""
    try:
        with TTFont(path, fontNumber=0, lazy=True) as font:
            return int(abs(font["OS/2"].usWeightClass - _NORMAL_WEIGHT) + (font["post"].italicAngle != 0))
    except (TTLibError, KeyError):
        return _NORMAL_WEIGHT


@lru_cache(maxsize=64)
def _characters(path: Path, _changed: int) -> frozenset[int]:
    """The characters of a font, read anew when its file has changed; none of a file that is no font."""
    try:
        with TTFont(path, fontNumber=0, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, KeyError):
        return frozenset()
