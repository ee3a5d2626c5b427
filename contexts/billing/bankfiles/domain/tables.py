"""CSV of a bank, by a saved mapping of its columns; read without a database."""

import csv
from collections.abc import Iterator
from io import StringIO

from contexts.billing.bankfiles.domain import values
from contexts.billing.bankfiles.domain.values import unreadable
from contexts.billing.bankfiles.dto import CsvMapping, ReadLine, ReadStatement
from contexts.billing.bankfiles.errors import MappingInvalid
from gotuto.money import Money

ENCODINGS = ("utf-8", "cp1252", "iso-8859-1", "iso-8859-15", "utf-16")
DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}

Row = dict[str, str]


def check(mapping: CsvMapping) -> None:
    """Raises MappingInvalid."""
    for is_wrong, why in (
        (mapping.delimiter not in DELIMITERS, "its columns are separated by none of ; , | and tabs"),
        (mapping.encoding not in ENCODINGS, f"its encoding is none of {', '.join(ENCODINGS)}"),
        ("%" not in mapping.date_format, "its days need a format such as %d.%m.%Y"),
        (not mapping.booked_on, "it names no column for the day"),
        (bool(mapping.amount) == bool(mapping.credit or mapping.debit),
         "it names either a column for the amount, or those for credit and debit"),
        (bool(mapping.credit) != bool(mapping.debit), "credit and debit need a column each"),
        (bool(mapping.sign) and not mapping.amount, "a column for the sign needs one for the amount"),
    ):  # fmt: skip
        if is_wrong:
            raise MappingInvalid(name=mapping.name, why=why)


def read(content: bytes, mapping: CsvMapping, *, currency: str) -> ReadStatement:
    """The lines of a file as one statement without balances. Raises StatementUnreadable, MappingInvalid."""
    lines = tuple(_line(row, mapping, currency, f"row {number}") for number, row in _rows(content, mapping))
    if not lines:
        raise unreadable("there is no row in it that has a day")
    days = [line.booked_on for line in lines]
    return ReadStatement(
        account=values.iban(mapping.account), currency=currency, first_day=min(days), last_day=max(days), lines=lines
    )


def _rows(content: bytes, mapping: CsvMapping) -> Iterator[tuple[int, Row]]:
    """The rows that have a day, by the headings; what is without one is a sum or a comment."""
    try:
        text = content.decode(mapping.encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise unreadable(f"it is not written in {mapping.encoding}") from None
    skipped = text.split("\n", mapping.skip_lines)
    if len(skipped) <= mapping.skip_lines:
        raise unreadable(f"it has less than the {mapping.skip_lines} lines that stand before the headings")
    rows = csv.reader(StringIO(skipped[-1], newline=""), delimiter=mapping.delimiter)
    try:
        headings = [one.strip() for one in next(rows, [])]
        _check_headings(headings, mapping)
        for number, cells in enumerate(rows, start=mapping.skip_lines + 2):
            row = dict(zip(headings, cells, strict=False))
            if row.get(mapping.booked_on, "").strip():
                yield number, row
    except csv.Error as fault:
        raise unreadable(f"it is no CSV ({fault})") from None


def _check_headings(headings: list[str], mapping: CsvMapping) -> None:
    single = ("booked_on", "amount", "credit", "debit", "sign", "currency", "party", "iban", "reference", "end_to_end")
    named = [*(getattr(mapping, one) for one in single), *mapping.text]
    if missing := [one for one in named if one and one not in headings]:
        raise MappingInvalid(name=mapping.name, why=f"the file has no column {', '.join(map(repr, missing))}")


def _line(row: Row, mapping: CsvMapping, currency: str, where: str) -> ReadLine:
    def cell(name: str) -> str:
        return row.get(name, "") if name else ""

    return ReadLine(
        amount=_amount(row, mapping, cell(mapping.currency).strip().upper() or currency, where),
        booked_on=values.local_day(cell(mapping.booked_on), mapping.date_format, where=where),
        bank_reference=values.reference(cell(mapping.reference)),
        end_to_end=values.reference(cell(mapping.end_to_end)),
        name=values.clean(cell(mapping.party), values.LONGEST_NAME),
        iban=values.iban(cell(mapping.iban)),
        text=values.clean(" ".join(cell(name) for name in mapping.text)),
    )


def _amount(row: Row, mapping: CsvMapping, currency: str, where: str) -> Money:
    def told(name: str) -> Money:
        return values.local_money(
            row.get(name, ""), currency, decimal_comma=mapping.decimal_comma, where=f"{where}, {name},"
        )

    if mapping.amount:
        amount = told(mapping.amount)
        is_debit = bool(mapping.sign) and row.get(mapping.sign, "").strip() in mapping.debit_words
        return -amount if is_debit else amount
    if row.get(mapping.credit, "").strip():
        return told(mapping.credit)
    # Banks write what went out with a minus, or without.
    out = told(mapping.debit)
    return -out if out.is_positive else out
