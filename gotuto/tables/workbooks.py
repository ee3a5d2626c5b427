"""XLSX (ECMA-376, SpreadsheetML), written as it is read: libraries that write it keep the whole sheet, in memory or on disk, to its end.

Text is typed as text, so that nothing in it is ever run; amounts are numbers and times are times, as the clocks of their zone
tell them, so that people can add and sort. What one sheet cannot hold goes on in the next.
"""

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, count
from typing import Any, BinaryIO, cast
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

# What a sheet holds at most by the standard's programs, and what a part of a file may weigh without ZIP64, which some refuse.
MOST_ROWS = 1_048_576
_MOST_BYTES = 1_500_000_000
# Longer text makes the programs call the file damaged.
_MOST_TEXT = 32_767
# Numbers are floating point there: more digits would be rounded without a word.
_MOST_DIGITS = 15
_EPOCH = date(1899, 12, 30)
# Before, their calendar has a 29 February 1900.
_FIRST_DAY = date(1900, 3, 1)

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Whatever is not said otherwise is a sheet: how many there will be is not known yet.
_CONTENT_TYPES = f"""{_XML}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="{_TYPE}.worksheet+xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>"""
_RELATIONS = f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
_PLAIN, _HEADING, _DAY, _TIME = range(4)
_STYLES = f"""{_XML}<styleSheet xmlns="{_MAIN}">\
<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>\
<xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_SHEET = f"""{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">\
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
<sheetFormatPr defaultRowHeight="15" baseColWidth="16"/><sheetData>"""
_END_OF_SHEET = "</sheetData></worksheet>"

_BEFORE = {"[Content_Types].xml": _CONTENT_TYPES, "_rels/.rels": _RELATIONS, "xl/styles.xml": _STYLES}

Rows = Sequence[Sequence[Any]]

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def write(pages: Iterable[Rows], *, most_rows: int = MOST_ROWS) -> Iterator[bytes]:
    """A piece for each page; the first row of all is the header of each sheet."""
    outlet = _Outlet()
    with ZipFile(cast(BinaryIO, outlet), "w", ZIP_DEFLATED) as archive:
        for name, text in _BEFORE.items():
            archive.writestr(name, text)
        reading = iter(pages)
        header, *first = next(reading)
        left, sheets = chain([first], reading), 0
        for sheets in count(1):
            with archive.open(f"xl/worksheets/sheet{sheets}.xml", "w") as part:
                sheet = _Sheet(cast(BinaryIO, part), header, most_rows)
                rest = yield from sheet.fill(left, outlet)
            if not rest:
                break
            left = chain([rest], left)
        _name(archive, sheets)
    yield outlet.taken()


class _Outlet:
    """Where the archive is written to, and taken from in pieces; one cannot go back in it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


class _Sheet:
    """A sheet that is being written."""

    def __init__(self, part: BinaryIO, header: Sequence[Any], most_rows: int) -> None:
        self._part, self._room = part, most_rows - 1
        self._bytes = 0
        self._put(_SHEET + _row(header, heading=True))

    def fill(self, pages: Iterator[Rows], outlet: "_Outlet") -> Generator[bytes, None, Rows]:
        """Write pages, and the end of the sheet; the rows for which there was no room are given back."""
        rest: Rows = ()
        for rows in pages:
            room = 0 if self._bytes > _MOST_BYTES else self._room
            self._put("".join(_row(row) for row in rows[:room]))
            self._room -= len(rows[:room])
            yield outlet.taken()
            if rest := rows[room:]:
                break
        self._put(_END_OF_SHEET)
        return rest

    def _put(self, text: str) -> None:
        self._bytes += self._part.write(text.encode())


def _name(archive: ZipFile, sheets: int) -> None:
    numbers = range(1, sheets + 1)
    names = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    archive.writestr(
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{names}</sheets></workbook>",
    )
    places = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    styles = f'<Relationship Id="rId{sheets + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    archive.writestr(
        "xl/_rels/workbook.xml.rels",
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{places}{styles}</Relationships>',
    )


def _row(values: Sequence[Any], *, heading: bool = False) -> str:
    style = _HEADING if heading else _PLAIN
    return f"<row>{''.join(_cell(value, style) for value in values)}</row>"


def _cell(value: Any, style: int) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float | Decimal) and _is_exact(value):
        return f"<c><v>{value}</v></c>"
    if isinstance(value, date) and (days := _days(value)) is not None:
        return f'<c s="{_TIME if isinstance(value, datetime) else _DAY}"><v>{days}</v></c>'
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{_text(str(value))}</t></is></c>'


def _is_exact(value: int | float | Decimal) -> bool:
    return isinstance(value, float) or len(Decimal(value).as_tuple().digits) <= _MOST_DIGITS


def _days(value: date) -> str | None:
    """A day or a time as the days since their epoch; None if their calendar has it not."""
    moment = value if isinstance(value, datetime) else None
    day = moment.date() if moment else value
    if day < _FIRST_DAY:
        return None
    whole = (day - _EPOCH).days
    if moment is None:
        return str(whole)
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return f"{whole + seconds / 86_400:.10f}"


def _text(text: str) -> str:
    cut = text if len(text) <= _MOST_TEXT else f"{text[: _MOST_TEXT - 1]}…"
    return escape(_UNFIT.sub(lambda found: f"_x{ord(found[0]):04X}_", cut))
