"""A reader of DATEV batches, written from the list of fields at developer.datev.de and not from what writes them."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# Number of the field in the header: what it must look like.
_HEADER = {
    1: r'"EXTF"', 2: r"700", 3: r"21", 4: r'"Buchungsstapel"', 5: r"13", 6: r"\d{17}", 7: r"", 8: r'"[A-Z]{0,2}"', 9: r'".*"',
    10: r'".*"', 11: r"\d{4,7}", 12: r"\d{1,5}", 13: r"\d{8}", 14: r"[4-8]", 15: r"\d{8}", 16: r"\d{8}", 17: r'".{0,30}"',
    18: r'"[A-Z]{0,2}"', 19: r"[12]?", 20: r"(0|30|40|50|64)?", 21: r"[01]?", 22: r'"[A-Z]{3}"', 23: r"", 24: r'""', 25: r"",
    26: r"", 27: r'"\d{2}"', 28: r"\d{0,4}", 29: r"", 30: r'""', 31: r'".{0,16}"',
}  # fmt: skip
# Number of the column: its heading, and what is in it.
_COLUMNS = {
    1: ("Umsatz (ohne Soll/Haben-Kz)", r"\d{1,10},\d{2}"),
    2: ("Soll/Haben-Kennzeichen", r'"[SH]"'),
    3: ("WKZ Umsatz", r'"[A-Z]{3}"'),
    7: ("Konto", r"\d{1,9}"),
    8: ("Gegenkonto (ohne BU-Schlüssel)", r"\d{1,9}"),
    9: ("BU-Schlüssel", r'"\d{0,4}"'),
    10: ("Belegdatum", r"\d{4}"),
    11: ("Belegfeld 1", r'"[\w$%&*+\-/]{0,36}"'),
    12: ("Belegfeld 2", r'"[\w$%&*+\-/]{0,12}"'),
    13: ("Skonto", r""),
    14: ("Buchungstext", r'"(""|[^"]){0,60}"'),
    37: ("KOST1 - Kostenstelle", r'""'),
    40: ("EU-Land u. UStID (Bestimmung)", r'"([A-Z]{2}[0-9A-Z]{0,13})?"'),
    41: ("EU-Steuersatz (Bestimmung)", r"(\d{2},\d{2}|\d,\d{2})?"),
    88: ("Stück", r""),
    95: ("Auftragsnummer", r'""'),
    114: ("Festschreibung", r"[01]?"),
    115: ("Leistungsdatum", r"(\d{8})?"),
    118: ("Generalumkehr (GU)", r'"[01]?"'),
    125: ("Abw. Skontokonto", r""),
}
_FIELD = re.compile(r'("(?:[^"]|"")*"|[^;"]*)(;|$)')


@dataclass(frozen=True)
class Line:
    """A booking as an accountant reads it."""

    day: date
    amount: Decimal
    debit: str
    credit: str
    number: str
    text: str
    tax_key: str
    eu: str
    eu_rate: str
    is_final: bool


@dataclass(frozen=True)
class Batch:
    header: dict[int, str]
    lines: list[Line]

    def balances(self) -> dict[str, Decimal]:
        """Debit less credit of each account."""
        sums: dict[str, Decimal] = {}
        for one in self.lines:
            sums[one.debit] = sums.get(one.debit, Decimal(0)) + one.amount
            sums[one.credit] = sums.get(one.credit, Decimal(0)) - one.amount
        return sums


def read(content: bytes) -> Batch:
    """Take a file apart; whatever DATEV would not take is an AssertionError."""
    text = content.decode("cp1252")
    rows = text.split("\r\n")
    assert rows.pop() == "", "A line ends with CR LF."
    assert not any("\n" in row or "\r" in row for row in rows)
    header = dict(enumerate(_fields(rows[0]), start=1))
    assert len(header) == 31
    for number, pattern in _HEADER.items():
        assert re.fullmatch(pattern, header[number]), (number, header[number])
    headings = rows[1].split(";")
    assert len(headings) == 125
    assert {number: headings[number - 1] for number in _COLUMNS} == {n: name for n, (name, _) in _COLUMNS.items()}
    first, last = (date.fromisoformat(header[number]) for number in (15, 16))
    return Batch(header, [_line(_fields(row), first, last) for row in rows[2:]])


def _fields(row: str) -> list[str]:
    fields, at = [], 0
    while True:
        found = _FIELD.match(row, at)
        assert found, row[at : at + 40]
        fields.append(found[1])
        at = found.end()
        if not found[2]:
            return fields


def _line(fields: list[str], first: date, last: date) -> Line:
    assert len(fields) == 125, len(fields)
    for number, (name, pattern) in _COLUMNS.items():
        assert re.fullmatch(pattern, fields[number - 1]), (name, fields[number - 1])
    amount = Decimal(fields[0].replace(",", "."))
    assert amount > 0
    accounts = fields[6], fields[7]
    debit, credit = accounts if fields[1] == '"S"' else accounts[::-1]
    return Line(
        day=_day(fields[9], first, last),
        amount=amount,
        debit=debit,
        credit=credit,
        number=_text(fields[10]),
        text=_text(fields[13]),
        tax_key=_text(fields[8]),
        eu=_text(fields[39]),
        eu_rate=fields[40],
        is_final=fields[113] == "1",
    )


def _text(field: str) -> str:
    return field[1:-1].replace('""', '"')


def _day(told: str, first: date, last: date) -> date:
    """Day and month; the year is that of the header's days in which they lie."""
    for year in {first.year, last.year}:
        day = date(year, int(told[2:]), int(told[:2]))
        if first <= day <= last:
            return day
    raise AssertionError(f"{told} is not between {first} and {last}.")
