"""What is read of a bank's CSV, by a mapping of its columns."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contexts.billing.bankfiles.domain import tables
from contexts.billing.bankfiles.dto import CsvMapping
from contexts.billing.bankfiles.errors import MappingInvalid, StatementUnreadable

MAPPING = CsvMapping(
    name="giro", account="DE02 1203 0000 0000 2020 51", encoding="cp1252", booked_on="Buchungstag", amount="Betrag",
    currency="Waehrung", party="Name", iban="IBAN", text=("Zweck", "Zweck 2"), reference="Ref", end_to_end="E2E",
)  # fmt: skip
HEAD = "Buchungstag;Betrag;Waehrung;Name;IBAN;Zweck;Zweck 2;Ref;E2E\n"
ROW = "20.11.2026;1.119,50;EUR;Jörg Müller;DE91 1000 0000 0123 4567 89;INV-2026;-000001;R1;NOTPROVIDED\n"


def read(rows: str, **changed: Any) -> Any:
    mapping = replace(MAPPING, **changed)
    return tables.read((HEAD + rows).encode(mapping.encoding), mapping, currency="EUR")


def test_a_row_is_a_line() -> None:
    statement = read(ROW + "21.11.2026;-5,00;;;;Fee;;;\n;Sum;;;;;;;\n")
    assert (statement.account, statement.first_day, statement.last_day) == (
        "DE02120300000000202051", date(2026, 11, 20), date(2026, 11, 21),
    )  # fmt: skip
    first, second = statement.lines
    assert (str(first.amount), first.name, first.iban) == ("1119.50 EUR", "Jörg Müller", "DE91100000000123456789")
    assert (first.text, first.bank_reference, first.end_to_end) == ("INV-2026 -000001", "R1", "")
    assert (str(second.amount), second.text) == ("-5.00 EUR", "Fee")
    assert statement.opening is None


def test_a_bank_may_have_two_columns_or_a_mark() -> None:
    two = replace(MAPPING, amount="", credit="Betrag", debit="Zweck 2")
    rows = "20.11.2026;5,00;;;;;;;\n20.11.2026;;;;;;6,00;;\n20.11.2026;;;;;;-7,00;;\n"
    statement = tables.read((HEAD + rows).encode(), two, currency="EUR")
    assert [str(line.amount.amount) for line in statement.lines] == ["5.00", "-6.00", "-7.00"]
    marked = read("20.11.2026;5,00;;;;;H;;\n20.11.2026;6,00;;;;;S;;\n", sign="Zweck 2")
    assert [str(line.amount.amount) for line in marked.lines] == ["5.00", "-6.00"]


def test_lines_may_stand_before_the_headings() -> None:
    content = ("Account;1\nBalance;2\n" + HEAD + ROW).encode("cp1252")
    assert len(tables.read(content, replace(MAPPING, skip_lines=2), currency="EUR").lines) == 1
    with pytest.raises(StatementUnreadable, match="less than the 9 lines"):
        tables.read(content, replace(MAPPING, skip_lines=9), currency="EUR")


def test_a_day_is_one() -> None:
    with pytest.raises(StatementUnreadable, match=r"row 2 has '31\.02\.2026', which is no day"):
        read(ROW.replace("20.11", "31.02"))


def test_what_is_no_such_csv_is_refused() -> None:
    with pytest.raises(StatementUnreadable, match="not written in utf-8"):
        tables.read((HEAD + ROW).encode("cp1252"), replace(MAPPING, encoding="utf-8"), currency="EUR")
    with pytest.raises(StatementUnreadable, match="no row in it that has a day"):
        read("")
    with pytest.raises(MappingInvalid, match="no column 'Valuta'"):
        read(ROW, booked_on="Valuta")
    with pytest.raises(StatementUnreadable, match="no CSV"):
        read(ROW + "20.11.2026;" + "x" * 200_000)
    with pytest.raises(MappingInvalid, match="no column"):
        tables.read(b"", MAPPING, currency="EUR")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"delimiter": "x"}, "separated by none"), ({"encoding": "utf-7"}, "encoding"), ({"date_format": "d"}, "format"),
        ({"booked_on": ""}, "column for the day"), ({"amount": ""}, "either a column"), ({"credit": "C"}, "either a column"),
        ({"amount": "", "credit": "C"}, "a column each"), ({"amount": "", "credit": "C", "debit": "D", "sign": "S"}, "sign"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_work_is_refused(changed: dict[str, Any], why: str) -> None:
    tables.check(MAPPING)
    with pytest.raises(MappingInvalid, match=why):
        tables.check(replace(MAPPING, **changed))
