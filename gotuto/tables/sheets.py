"""A sheet of a workbook as its XML comes: rows of text, whatever type the cells have."""

import re
from typing import Final

from gotuto.tables.errors import FileRefused

_MOST_COLUMNS: Final = 16_384
_MOST_TEXT = 200_000
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# An integer that a floating point number holds exactly.
_EXACT = 1e15


class SheetParser:
    """Takes elements and text; gives the rows that are whole."""

    def __init__(self, strings: list[str]) -> None:
        self._strings = strings
        self._done: list[tuple[int, list[str]]] = []
        self._row: list[str] = []
        self._number = self._column = 0
        self._kind = self._cell = ""
        self._pieces: list[str] = []
        self._letters = 0
        self._takes = self._is_spoken = False

    def taken(self) -> list[tuple[int, list[str]]]:
        """The rows that have come since."""
        done, self._done = self._done, []
        return done

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Raises FileRefused."""
        match name:
            case "row":
                self._number = int(attributes.get("r", self._number + 1))
                self._row, self._column = [], 0
            case "c":
                self._begin(attributes.get("r", ""), attributes.get("t", "n"))
            case "v" | "t":
                self._takes = not self._is_spoken
            case "rPh":
                self._is_spoken = True
            case "f":
                raise FileRefused(said=f"{self._cell} is a formula. Put its value in its place, or save as CSV.")
            case "mergeCell":
                raise FileRefused(
                    said=f"{attributes.get('ref', 'Some')[:20]} are merged cells. Each row needs cells of its own."
                )

    def text(self, text: str) -> None:
        """Raises FileRefused."""
        if self._takes:
            self._letters += len(text)
            if self._letters > _MOST_TEXT:
                raise FileRefused(said=f"{self._cell} has more than {_MOST_TEXT:,} letters.")
            self._pieces.append(text)

    def end(self, name: str) -> None:
        """Raises FileRefused."""
        match name:
            case "v" | "t":
                self._takes = False
            case "rPh":
                self._is_spoken = False
            case "c":
                self._row.append(self._value("".join(self._pieces)))
                self._column += 1
            case "row":
                while self._row and not self._row[-1]:
                    self._row.pop()
                self._done.append((self._number, self._row))

    def _begin(self, place: str, kind: str) -> None:
        """A cell begins; those before it that are not there are empty."""
        if found := _PLACE.fullmatch(place):
            column = _index(found[1])
            self._row += [""] * (column - self._column)
            self._column = max(column, self._column)
        if self._column >= _MOST_COLUMNS:
            raise FileRefused(said=f"Row {self._number} has more than {_MOST_COLUMNS:,} cells.")
        self._kind, self._cell = kind, place or f"Cell {self._column + 1} of row {self._number}"
        self._pieces, self._letters = [], 0

    def _value(self, text: str) -> str:
        match self._kind:
            case "s":
                return _plain(self._strings[int(text)])
            case "b":
                return {"1": "true", "0": "false"}.get(text, text)
            case "e":
                raise FileRefused(said=f"{self._cell} holds the error {text[:20]}. Put a value in its place.")
            case "n":
                return _number(text) if text else ""
        return _plain(text)


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _number(text: str) -> str:
    """A number as it was typed: those of a workbook are floating point, and written with all their digits."""
    value = float(text)
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    shortest = repr(value)
    return shortest if "e" not in shortest else text


def _plain(text: str) -> str:
    """Without the way in which characters are written that XML has not."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
