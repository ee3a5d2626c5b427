"""XLSX (ECMA-376) as it comes in: the values of its one sheet, read as they are unpacked, and nothing that is run.

What could be more than it seems is refused: macros, formulas, merged cells, document types (which make entities of XML), and
archives that unpack to many times what they are.
"""

from collections.abc import Iterator
from typing import IO, Any
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from gotuto.tables.errors import FileRefused
from gotuto.tables.sheets import SheetParser

# A sheet of numbers is packed to a tenth, one of empty cells to a hundredth.
MOST_RATIO = 300
MOST_UNPACKED = 2_000_000_000
_FREE = 20_000_000
_MOST_PARTS = 1_000
_PIECE = 65_536

_WORKBOOK, _RELATIONS, _STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_STRICT_ID = "http://purl.oclc.org/ooxml/officeDocument/relationships id"


def lines(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number. Raises FileRefused."""
    try:
        with ZipFile(file) as archive:
            _check(archive)
            sheet, others = _sheets(archive)
            for other in others:
                if next(_rows(archive, other, []), None) is not None:
                    raise FileRefused(said="The workbook has several sheets with something in them. Keep one.")
            yield from _rows(archive, sheet, _strings(archive))
    except (BadZipFile, LookupError, RuntimeError, EOFError, OSError, ValueError, ExpatError):
        raise FileRefused(said="This is no workbook (XLSX), or it is damaged. Save it anew, or as CSV.") from None


def _check(archive: ZipFile) -> None:
    """Raises FileRefused."""
    parts = archive.infolist()
    packed, unpacked = sum(one.compress_size for one in parts), sum(one.file_size for one in parts)
    if len(parts) > _MOST_PARTS or unpacked > min(MOST_UNPACKED, max(_FREE, packed * MOST_RATIO)):
        raise FileRefused(said="The workbook unpacks to many times what it is. Save it as CSV.")
    if any(one.flag_bits & 1 for one in parts):
        raise FileRefused(said="The workbook has a password. Save it without one.")
    names = {one.filename.lower() for one in parts}
    if any(name.endswith("vbaproject.bin") for name in names) or b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise FileRefused(said="The workbook has macros. Save it as XLSX without them, or as CSV.")


class _Elements:
    """The elements of a small part, with their attributes."""

    def __init__(self, archive: ZipFile, name: str, wanted: str) -> None:
        self.found: list[dict[str, str]] = []
        self._wanted = wanted
        parser = _parser()
        parser.StartElementHandler = self._start
        parser.Parse(archive.read(name), True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == self._wanted:
            self.found.append(attributes)


def _sheets(archive: ZipFile) -> tuple[str, list[str]]:
    """The part of the first sheet, and those of all others."""
    targets = {one["Id"]: one["Target"] for one in _Elements(archive, _RELATIONS, "Relationship").found}
    sheets = _Elements(archive, _WORKBOOK, "sheet").found
    ids = [one.get(_ID) or one[_STRICT_ID] for one in sheets]
    first, *others = [_part(targets[one]) for one in ids]
    return first, others


def _part(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _parser() -> Any:
    parser = ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise FileRefused(said="The workbook has a document type, as no program writes it. Save it anew, or as CSV.")


def _strings(archive: ZipFile) -> list[str]:
    """The texts that cells name by their number; how they are spoken is left out."""
    if _STRINGS not in archive.namelist():
        return []
    strings = _Strings()
    _feed(archive, _STRINGS, strings)
    return strings.found


class _Strings:
    """The texts of a workbook, each in one piece or in several."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._depth, self._is_text = 0, False

    def start(self, name: str, _: dict[str, str]) -> None:
        self._depth += name == "rPh"
        self._is_text = name == "t" and not self._depth

    def end(self, name: str) -> None:
        self._depth -= name == "rPh"
        self._is_text = False
        if name == "si":
            self.found.append("".join(self._pieces))
            self._pieces = []

    def text(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)


def _rows(archive: ZipFile, name: str, strings: list[str]) -> Iterator[tuple[int, list[str]]]:
    sheet = SheetParser(strings)
    for _ in _fed(archive, name, sheet):
        yield from sheet.taken()


def _feed(archive: ZipFile, name: str, to: Any) -> None:
    for _ in _fed(archive, name, to):
        pass


def _fed(archive: ZipFile, name: str, to: Any) -> Iterator[None]:
    """Parse a part a piece at a time."""
    parser = _parser()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: to.start(name.rpartition(" ")[2], attributes)
    parser.EndElementHandler = lambda name: to.end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = to.text
    with archive.open(name) as part:
        while piece := part.read(_PIECE):
            parser.Parse(piece, False)
            yield
    parser.Parse(b"", True)
    yield
