"""Texts, days and amounts as banks write them."""

from datetime import date

import pytest

from contexts.billing.bankfiles.domain import values
from contexts.billing.bankfiles.errors import StatementUnreadable
from gotuto.money import Money
from tests.refusals import refused

UNREADABLE = "billing.statement_unreadable"


@pytest.mark.parametrize(
    ("text", "comma", "amount"),
    [
        ("1.234,56", True, "1234.56"), ("1234,5-", True, "-1234.50"), ("+12", True, "12.00"), ("-0,01", True, "-0.01"),
        ("1,234.56", False, "1234.56"), ("1'234.50", False, "1234.50"), ("1 234.50", False, "1234.50"),
        ("\u22125.00", False, "-5.00"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_banks_write_them(text: str, comma: bool, amount: str) -> None:
    assert str(values.local_money(text, "EUR", decimal_comma=comma, where="x").amount) == amount


@pytest.mark.parametrize("text", ["12.50", "1.2345,00", "", "1,2,3", "٣", "1e3", "12,345,67"])
def test_what_may_mean_something_else_is_refused(text: str) -> None:
    with pytest.raises(StatementUnreadable, match="no amount"):
        values.local_money(text, "EUR", decimal_comma=True, where="row 2")


@pytest.mark.parametrize("text", ["0", "12.5", "1234567890123.4500"])
def test_a_plain_amount_is_as_xml_has_it(text: str) -> None:
    assert values.money(f" {text}\n", "EUR", where="x") == Money.of(text, "EUR")


@pytest.mark.parametrize(
    ("text", "currency", "why"),
    [
        (None, "EUR", "row 2 has '', which is no amount"),
        ("12345678901234", "EUR", "row 2 has '12345678901234', which is no amount"),
        ("1.23456", "EUR", "which is no amount"),
        ("-1", "EUR", "which is no amount"),
        ("1,00", "EUR", "which is no amount"),
        ("1", None, "row 2: '' is not a currency code of ISO 4217, such as EUR"),
        ("1.001", "EUR", "row 2: 1.001 has more decimals than EUR has (2)"),
    ],
)
def test_what_is_no_plain_amount_is_refused(text: str | None, currency: str | None, why: str) -> None:
    with refused(UNREADABLE, why):
        values.money(text, currency, where="row 2")


def test_a_day_is_the_banks_day_of_a_point_in_time_too() -> None:
    for text in ("2026-11-20", " 2026-11-20T23:30:00+01:00 ", "2026-11-20Z"):
        assert values.day(text, where="x") == date(2026, 11, 20)
    for wrong in ("20.11.2026", None):
        with refused(UNREADABLE, f"an entry has {wrong!r}, which is no day"):
            values.day(wrong, where="an entry")


def test_a_day_is_in_the_format_of_its_bank() -> None:
    assert values.local_day(" 20.11.26 ", "%d.%m.%y", where="x") == date(2026, 11, 20)
    with refused(UNREADABLE, "row 2 has '2026-11-20', which is no day"):
        values.local_day("2026-11-20", "%d.%m.%y", where="row 2")


def test_texts_are_cleaned() -> None:
    assert values.clean("a\x00b\u202ec\n d  ") == "a b c d"
    assert values.clean("x" * 2000, 3) == "xxx"
    assert values.clean("xx yy", 3) == "xx"
    assert (values.clean(None), values.clean("u\u0308")) == ("", "\u00fc")


def test_texts_are_as_long_as_their_columns() -> None:
    assert len(values.clean("x" * 2_000)) == values.LONGEST_TEXT == 1_000
    assert len(values.reference("x" * 2_000)) == values.LONGEST_REFERENCE == 60
    assert len(values.iban("x" * 2_000)) == values.LONGEST_IBAN == 34
    assert values.LONGEST_NAME == 140


def test_an_account_is_written_without_blanks() -> None:
    assert values.iban(" de02 1203 0000 0000 2020 51 ") == "DE02120300000000202051"
    assert values.iban(None) == ""


@pytest.mark.parametrize("text", ["NOTPROVIDED", "notprovided", "NONREF", "NOREF", "NONE", "NA", "n/a", "-", " ", None])
def test_what_says_that_there_is_no_reference_is_none(text: str | None) -> None:
    assert values.reference(text) == ""


def test_a_reference_is_kept_as_it_was_written() -> None:
    assert values.reference(" e2e-1 ") == "e2e-1"


def test_a_file_comes_in_base64() -> None:
    assert values.from_base64("PGE+") == b"<a>"
    for wrong in ("PGE", "PG*E+", "ä"):
        with refused(UNREADABLE, "its content is not in Base64 (RFC 4648)"):
            values.from_base64(wrong)
