"""Tables as files: whatever is stored can be read again, and no program runs it."""

import csv
import io
import random
import tracemalloc
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gotuto.tables import BROKEN_OFF, chunks
from gotuto.tables.csv_files import Coded, guarded
from gotuto.tables.workbooks import MOST_ROWS, write

FORMULAS = ["=1+1", "+49", "-1", "@cmd", "\t=1", "\r=1", "＝1", "'=1", "''+1"]
NOON = datetime(2026, 11, 27, 12, 0, 5, tzinfo=UTC)
MIDNIGHT = NOON.replace(hour=0, minute=0, second=0, tzinfo=None)


def workbook(pages, **limits):
    return openpyxl.load_workbook(io.BytesIO(b"".join(write(pages, **limits))))


def cells(*values):
    """What a workbook program reads of one row of these."""
    _, row = workbook([[["name"] * len(values)], [values]]).active.iter_rows()
    return row


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_a_workbook_has_the_types_of_its_values():
    read = cells("tea", 5, Decimal("7.50"), True, None, date(2026, 11, 27), NOON, Coded("-x"))
    assert [cell.value for cell in read] == [
        "tea", 5, 7.5, True, None, MIDNIGHT, NOON.replace(tzinfo=None), "-x",
    ]  # fmt: skip
    assert [cell.data_type for cell in read] == ["s", "n", "n", "b", "n", "d", "d", "s"]


def test_times_are_what_the_clocks_of_their_zone_tell_and_days_that_their_calendar_has_not_are_text():
    east = NOON.astimezone(timezone(timedelta(hours=9)))
    old = date(1899, 12, 31)
    assert [cell.value for cell in cells(east, old)] == [NOON.replace(hour=21, tzinfo=None), "1899-12-31"]


def test_a_number_that_would_be_rounded_stays_text():
    exact, long = cells(Decimal("1234567890.12345"), Decimal("12345678901234.567"))
    assert (exact.value, exact.data_type) == (1234567890.12345, "n")
    assert (long.value, long.data_type) == ("12345678901234.567", "s")


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_in_a_workbook_is_a_formula(text):
    (cell,) = cells(text)
    assert (openpyxl.utils.escape.unescape(cell.value), cell.data_type) == (text, "s")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_workbook_holds_any_text(text):
    (cell,) = cells(text)
    assert openpyxl.utils.escape.unescape(cell.value or "") == text


def test_text_that_programs_call_damage_is_cut():
    (cell,) = cells("x" * 40_000)
    assert len(cell.value) == 32_767
    assert cell.value.endswith("…")


@given(st.text(max_size=20) | st.sampled_from(FORMULAS))
def test_the_guard_of_csv_can_be_taken_off_again(text):
    shown = guarded(text)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    taken_off = shown[1:] if shown.startswith("'") and guarded(shown[1:]) == shown else shown
    assert taken_off == text


def test_what_a_spreadsheet_would_run_is_guarded_in_csv_and_what_the_shop_has_made_is_not():
    content = b"".join(chunks("csv", ["name", "id"], [[["-1", Coded("-1")], ["fine", None]]], what="toys"))
    assert read_csv(content) == [["name", "id"], ["'-1", "-1"], ["fine", ""]]


def test_values_in_csv_are_spelled_as_in_json():
    content = b"".join(chunks("csv", ["a"] * 4, [[[True, NOON, Decimal("7.50"), date(2026, 1, 2)]]], what="toys"))
    assert read_csv(content)[1] == ["true", "2026-11-27T12:00:05Z", "7.50", "2026-01-02"]


@pytest.mark.parametrize(("rows", "sheets"), [(0, 1), (9, 1), (10, 2), (18, 2), (19, 3)])
def test_what_one_sheet_cannot_hold_goes_on_in_the_next(rows, sheets):
    numbers = [[n] for n in range(rows)]
    book = workbook([[["n"]], numbers[:4], numbers[4:]], most_rows=10)
    read = [[cell.value for (cell,) in sheet.iter_rows()] for sheet in book]
    assert len(read) == sheets
    assert all(column[0] == "n" for column in read)
    assert [value for column in read for value in column[1:]] == list(range(rows))


def test_a_sheet_holds_as_many_rows_as_the_programs_take():
    assert MOST_ROWS == 2**20


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_file_is_written_as_it_is_read(format):
    turn = iter(range(3))
    pages = ([[f"page {n}"]] for n in turn)
    reading = chunks(format, ["name"], pages, what="toys")
    next(reading)
    next(reading)
    assert next(turn) > 0
    assert list(reading)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_large_file_needs_no_more_memory_than_a_small_one(format):
    noise = random.Random(7)

    def most(pages):
        rows = ([[noise.random(), "some words of a name"] for _ in range(100)] for _ in range(pages))
        tracemalloc.start()
        for _ in chunks(format, ["number", "name"], rows, what="toys"):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(2)
    assert most(200) < 2 * most(20)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_table_whose_reading_breaks_says_so_in_its_last_row(format):
    def pages():
        yield [["tea"]]
        raise RuntimeError("the database is away")

    content = b"".join(chunks(format, ["name"], pages(), what="toys"))
    if format == "csv":
        assert [row[0] for row in read_csv(content)] == ["name", "tea", BROKEN_OFF]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert [cell.value for (cell,) in sheet.iter_rows()] == ["name", "tea", BROKEN_OFF]


def test_the_header_of_a_sheet_stays_in_sight():
    book = workbook([[["name", "price"]], [["tea", Decimal("1.00")]]])
    assert book.active.freeze_panes == "A2"
    assert [cell.font.bold for cell in book.active[1]] == [True, True]
    assert [cell.font.bold for cell in book.active[2]] == [False, False]
