"""What is read of a bank's CSV, by a mapping of its columns."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contexts.billing.bankfiles.domain import tables
from contexts.billing.bankfiles.dto import CsvMapping
from contexts.billing.bankfiles.errors import MappingInvalid, StatementUnreadable
from tests.refusals import refused

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


def test_a_row_is_told_by_its_line_and_a_cell_by_its_column() -> None:
    with pytest.raises(StatementUnreadable, match="row 3, Betrag, has 'much', which is no amount"):
        read(ROW + ROW.replace("1.119,50", "much"))
    content = ("Account;1\nBalance;2\n" + HEAD + ROW.replace("1.119,50", "")).encode("cp1252")
    with pytest.raises(StatementUnreadable, match="row 4, Betrag, has '', which is no amount"):
        tables.read(content, replace(MAPPING, skip_lines=2), currency="EUR")


def test_all_columns_that_a_file_lacks_are_named() -> None:
    columns = ("booked_on", "amount", "sign", "currency", "party", "iban", "reference", "end_to_end")
    lacking = replace(MAPPING, **{name: name for name in columns}, text=("Zweck", "text"))
    names = ", ".join(repr(name) for name in (*columns, "text"))
    with pytest.raises(MappingInvalid, match=f"the file has no column {names}"):
        tables.read(HEAD.encode(), lacking, currency="EUR")
    two = replace(MAPPING, amount="", credit="Haben", debit="Soll")
    with pytest.raises(MappingInvalid, match="the file has no column 'Haben', 'Soll'"):
        tables.read(HEAD.encode(), two, currency="EUR")


def test_cells_are_read_without_the_blanks_around_them() -> None:
    row = " 20.11.2026 ; 5,00 ; chf ;Ada;;;S ;;\n21.11.2026;6,00;;Ada;;; ;;\n ;7,00;;;;;;;\n"
    padded = HEAD.replace("Betrag", " Betrag ")
    content = ("\ufeff" + padded + row).encode()
    mapping = replace(MAPPING, encoding="utf-8", sign="Zweck 2", text=())
    found = tables.read(content, mapping, currency="EUR").lines
    assert [(str(line.amount), line.text) for line in found] == [("-5.00 CHF", ""), ("6.00 EUR", "")]
    two = replace(mapping, sign="", amount="", credit="Betrag", debit="Zweck 2")
    blank = "20.11.2026;  ;;;;;5,00;;\n"
    assert str(tables.read((HEAD + blank).encode(), two, currency="EUR").lines[0].amount) == "-5.00 EUR"


def test_a_name_is_as_long_as_its_column() -> None:
    assert len(read(ROW.replace("Jörg Müller", "n" * 200)).lines[0].name) == 140


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "iso-8859-1", "iso-8859-15", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_what_banks_write_in_and_separate_by_is_known(encoding: str, delimiter: str) -> None:
    mapping = replace(MAPPING, encoding=encoding, delimiter=delimiter)
    tables.check(mapping)
    rows = (HEAD + ROW.replace("1.119,50", "1119")).replace(";", delimiter)
    assert tables.read(rows.encode(encoding), mapping, currency="EUR").lines[0].name == "Jörg Müller"


def test_every_delimiter_has_a_name() -> None:
    assert list(tables.DELIMITERS.values()) == ["semicolon", "comma", "tab", "bar"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"delimiter": "x"}, "its columns are separated by none of ; , | and tabs"),
        ({"encoding": "utf-7"}, "its encoding is none of utf-8, cp1252, iso-8859-1, iso-8859-15, utf-16"),
        ({"date_format": "d"}, "its days need a format such as %d.%m.%Y"),
        ({"booked_on": ""}, "it names no column for the day"),
        ({"amount": ""}, "it names either a column for the amount, or those for credit and debit"),
        ({"credit": "C"}, "it names either a column for the amount, or those for credit and debit"),
        ({"debit": "D"}, "it names either a column for the amount, or those for credit and debit"),
        ({"amount": "", "credit": "C"}, "credit and debit need a column each"),
        ({"amount": "", "debit": "D"}, "credit and debit need a column each"),
        ({"amount": "", "credit": "C", "debit": "D", "sign": "S"}, "a column for the sign needs one for the amount"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused(changed: dict[str, Any], why: str) -> None:
    tables.check(MAPPING)
    tables.check(replace(MAPPING, amount="", credit="C", debit="D"))
    with refused("billing.mapping_invalid", f": {why}"):
        tables.check(replace(MAPPING, **changed))
