"""DATEV's format, by the list of its fields and not by what writes it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest

from contexts.billing.accounting.domain import extf
from contexts.billing.accounting.dto import AccountMap, Booking, Chart
from tests.billing.accounting.fields import HEADINGS, TEXTS
from tests.billing.accounting.reader import read

MADE = datetime(2026, 11, 20, 9, 30, 15, 999_999, tzinfo=UTC)
SELLER = AccountMap(legal_entity="main", consultant_number=29098, client_number=55003, fiscal_month=7)
SALE = Booking(
    day=date(2026, 10, 5),
    amount=D("119"),
    is_debit=True,
    account="10000",
    contra="8400",
    tax_key="",
    number="INV-2026-000001",
    text="Rechnung Ada",
)


def header(seller=SELLER, *, is_closed=True):
    return extf.header(seller, first=date(2026, 10, 1), last=date(2026, 10, 31), made_at=MADE, is_closed=is_closed)


def line(*, is_closed=True, **given):
    [told] = extf.lines([replace(SALE, **given)], extf.Texts(), is_closed=is_closed)
    return told


def fields(told):
    """By their numbers in the list of fields."""
    assert told.endswith("\r\n")
    return dict(enumerate(told.removesuffix("\r\n").split(";"), start=1))


def test_the_header_says_of_whom_it_is_for_which_days_and_whether_it_is_final():
    assert header() == (
        '"EXTF";700;21;"Buchungsstapel";13;20261120093015999;;"";"";"";29098;55003;20260701;4;20261001;20261031;'
        '"GoTuto main";"";1;0;1;"EUR";;"";;;"03";;;"";""\r\n'
    )
    assert fields(header(is_closed=False))[21] == "0"


def test_the_header_names_the_chart_and_no_more_of_the_seller_than_fits():
    told = fields(header(AccountMap(**{**vars(SELLER), "chart": Chart.SKR04, "legal_entity": "a" * 40})))
    assert (told[27], told[17]) == ('"04"', f'"GoTuto {"a" * 23}"')


def test_the_second_line_has_the_headings_of_the_format():
    assert len(HEADINGS) == 125
    assert extf.columns() == ";".join(HEADINGS) + "\r\n"


def test_the_texts_are_those_of_the_list_of_fields():
    assert [number for number, is_text in enumerate(TEXTS, start=1) if is_text] == sorted(extf.TEXTS)


def test_a_column_without_content_has_quotes_if_it_is_a_text():
    told = fields(line())
    filled = {1, 2, 3, 7, 8, 10, 11, 14, 114}
    assert {number: told[number] for number in told if number not in filled} == {
        number: '""' if is_text else "" for number, is_text in enumerate(TEXTS, start=1) if number not in filled
    }


def test_a_booking_is_a_line():
    told = fields(line(tax_key="3", eu_country="FR40303265045", eu_rate=D("5.5")))
    assert {number: text for number, text in told.items() if text not in ("", '""')} == {
        1: "119,00",
        2: '"S"',
        3: '"EUR"',
        7: "10000",
        8: "8400",
        9: '"3"',
        10: "0510",
        11: '"INV-2026-000001"',
        14: '"Rechnung Ada"',
        40: '"FR40303265045"',
        41: "5,50",
        114: "1",
    }
    other = fields(line(is_debit=False, is_closed=False, amount=D("1234567.8")))
    assert (other[1], other[2], other[114]) == ("1234567,80", '"H"', "0")


def test_a_reader_of_the_format_reads_the_file():
    content = header() + extf.columns() + line() + line(is_debit=False)
    sale, back = read(content.encode("cp1252")).lines
    assert (sale.debit, sale.credit, sale.amount, sale.number) == ("10000", "8400", D("119.00"), "INV-2026-000001")
    assert (back.debit, back.credit, back.is_final) == ("8400", "10000", True)
    assert extf.ENCODING == "cp1252"


def test_numbers_and_texts_are_no_longer_than_their_columns():
    told = fields(line(number="x" * 40, text="y" * 70, eu_country="z" * 20))
    assert (told[11], told[14], told[40]) == (f'"{"x" * 36}"', f'"{"y" * 60}"', f'"{"z" * 15}"')


def test_a_number_has_only_what_the_format_has_in_numbers():
    assert fields(line(number="AB 1_2ü.3&4$%*+/-"))[11] == '"AB-1-2--3&4$%*+/-"'


@pytest.mark.parametrize(
    ("text", "told", "replaced"),
    [
        ("Müller & Söhne, 5 €", "Müller & Söhne, 5 €", 0),
        ("Mu\u0308ller", "Müller", 0),
        ("Łódź, łąka, Đorđe, Çağrı İnce", "Lódz, laka, Dorde, Çagri Ince", 1),
        ("Tee\u2011Haus \u2212 5\u202f€", "Tee-Haus - 5 €", 1),
        ("茶", "?", 1),
        ("a\u200db q\u0323", "ab q", 1),
        ("ﬁn", "fin", 1),
        ("zwei\r\nZeilen\t und\x00mehr ", "zwei Zeilen und mehr", 0),
        ('"Tee"', '""Tee""', 0),
        ("", "", 0),
    ],
)
def test_texts_are_written_with_the_letters_of_the_format(text, told, replaced):
    texts = extf.Texts()
    assert (texts.written(text, 60), texts.replaced) == (f'"{told}"', replaced)


def test_what_had_to_be_written_otherwise_is_counted():
    texts = extf.Texts()
    for text in ("茶", "Tee", "Łódź"):
        texts.written(text, 60)
    assert texts.replaced == 2
