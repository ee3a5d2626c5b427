"""Tables that come in: what programs write is read as it was meant, and hostile files are refused in words."""

import csv
import io
import tracemalloc
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gotuto.tables import csv_files, csv_reading, workbooks
from gotuto.tables.csv_files import guarded, unguarded
from gotuto.tables.errors import FileRefused
from gotuto.tables.reading import lines

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12)


def read(content):
    return list(lines(io.BytesIO(content)))


def refused(content):
    with pytest.raises(FileRefused) as refusal:
        read(content)
    return refusal.value.said


def book(*rows, change=lambda sheet: None):
    """What another program writes."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    change(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def sheet(rows):
    return with_parts(book(["a"]), sheet1_xml=f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>')


def with_parts(content, **parts):
    """A workbook with other parts, by the end of their names."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name.rpartition("/")[2].replace(".", "_"), None) or old.read(name))
        for name, part in parts.items():
            new.writestr(name.replace("__", "/").replace("_bin", ".bin").replace("_xml", ".xml"), part)
    return file.getvalue()


@given(st.text(max_size=40))
def test_the_guard_is_taken_off_as_it_was_put_on(text):
    assert unguarded(guarded(text)) == text


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2).filter(any), min_size=1, max_size=5))
def test_what_was_written_as_csv_is_read_again(rows):
    content = b"".join(csv_files.write([[["a", "b"], *rows]]))
    assert [cells for _, cells in read(content)][1:] == rows


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=3), min_size=1, max_size=5))
def test_what_was_written_as_a_workbook_is_read_again(rows):
    content = b"".join(workbooks.write([[["a"], *rows]]))
    trimmed = [row[: len(row) - next((n for n, one in enumerate(reversed(row)) if one), len(row))] for row in rows]
    assert [cells for _, cells in read(content)][1:] == [row for row in trimmed if any(row)]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_csv_is_read_however_programs_write_it(mark, delimiter, end):
    content = mark + delimiter.join([b"sku", b"name"]) + end + delimiter.join([b"A", b'"x, y; z"']) + end
    assert read(content) == [(1, ["sku", "name"]), (2, ["A", "x, y; z"])]


def test_a_row_is_known_by_the_line_on_which_it_begins():
    assert read(b'a,b\n"one\ntwo",x\n\n,\ny,z\n') == [(1, ["a", "b"]), (2, ["one\ntwo", "x"]), (6, ["y", "z"])]


def test_what_says_how_its_cells_are_parted_is_believed():
    assert read(b"sep=;\na,b;c\n1;2\n") == [(2, ["a,b", "c"]), (3, ["1", "2"])]
    assert read(b"sep=|\na,b\n") == [(2, ["a", "b"])]


def test_numbers_texts_and_truths_of_a_workbook_come_as_they_were_typed():
    content = book(
        ["a", "b", "c", "d"],
        ["=not"[1:], 19.9, 4006381333931, True],
        [None, 0.1 + 0.2, 1e300, False],
        ["x", None, -3, "1"],
    )
    assert read(content) == [
        (1, ["a", "b", "c", "d"]),
        (2, ["not", "19.9", "4006381333931", "true"]),
        (3, ["", "0.3", "1e+300", "false"]),
        (4, ["x", "", "-3", "1"]),
    ]


def test_how_a_text_is_spoken_is_no_part_of_it():
    spoken = '<rPh sb="0" eb="1"><t>no</t></rPh>'
    strings = f'<sst xmlns="{MAIN}"><si><r><t>To</t></r><r><t>kyo</t></r>{spoken}</si><si><t>x</t></si></sst>'
    content = sheet('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>')
    assert read(with_parts(content, xl__sharedStrings_xml=strings)) == [(1, ["Tokyo", "x"])]
    assert read(sheet(f'<row><c t="inlineStr"><is><t>Kyo</t>{spoken}</is></c><c/></row>')) == [(1, ["Kyo"])]


def test_empty_further_sheets_do_not_matter():
    assert read(book(["a"], change=lambda made: made.create_sheet("Two"))) == [(1, ["a"])]


def test_strict_workbooks_and_absolute_targets_are_read():
    content = book(["a"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        workbook = archive.read("xl/workbook.xml").decode()
    strict = workbook.replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    assert read(with_parts(content, workbook_xml=strict)) == [(1, ["a"])]
    related = '<Relationships xmlns="x"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
    assert read(with_parts(content, workbook_xml_rels=related)) == [(1, ["a"])]


def merge(made):
    made.active.merge_cells("A1:B1")


def second(made):
    made.create_sheet("Two").append(["x"])


def bomb(size):
    """A sheet of blanks, that unpacks to this many bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(["a"]))) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if not name.endswith("sheet1.xml"):
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(size // 1_000_000):
                part.write(b" " * 1_000_000)
    return file.getvalue()


def encrypted():
    content = bytearray(book(["a"]))
    place = content.rfind(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


HOSTILE = {
    "a zip bomb": (lambda: bomb(40_000_000), "unpacks to many times"),
    "a thousand parts": (lambda: with_parts(book(["a"]), **{f"p{n}": b"" for n in range(1_001)}), "many times"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old workbook"),
    "a password": (encrypted, "has a password"),
    "a macro": (lambda: with_parts(book(["a"]), xl__vbaProject_bin=b"x"), "has macros"),
    "a type with macros": (
        lambda: with_parts(book(["a"]), **{"[Content_Types]_xml": b'<Types ContentType="application/macroEnabled"/>'}),
        "has macros",
    ),
    "a formula": (lambda: book(["a"], ["=1+1"]), "A2 is a formula"),
    "merged cells": (lambda: book(["a", "b"], change=merge), "A1:B1 are merged cells"),
    "two sheets": (lambda: book(["a"], change=second), "several sheets"),
    "an error": (lambda: sheet('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'), "A1 holds the error #REF!"),
    "entities": (
        lambda: with_parts(book(["a"]), sheet1_xml='<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'),
        "has a document type",
    ),
    "too many columns": (lambda: sheet('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'), "more than 16,384 cells"),
    "a text without end": (
        lambda: sheet(f'<row><c t="str"><v>{"x" * 200_001}</v></c></row>'),
        "Cell 1 of row 1 has more than 200,000 letters",
    ),
    "no such text": (lambda: sheet('<row><c t="s"><v>99</v></c></row>'), "no workbook"),
    "no number": (lambda: sheet("<row><c><v>x</v></c></row>"), "no workbook"),
    "half a workbook": (lambda: book(["a"])[:900], "no workbook"),
    "any archive": (lambda: with_parts(b"PK\x05\x06" + bytes(18), x=b"y"), "no workbook"),
    "broken XML": (lambda: with_parts(book(["a"]), sheet1_xml="<worksheet><row>"), "no workbook"),
    "UTF-16": (lambda: "sku,name\n".encode("utf-16"), "in UTF-16"),
    "Windows-1252": (lambda: b"sku,name\nA,caf\xe9\n", "Line 2 is not in UTF-8: byte 0xE9"),
    "zero bytes": (lambda: b"sku,name\nA,\0\n", "Line 2 holds a zero byte"),
    "a line without end": (lambda: b"x" * 1_000_001, "Line 1 has more than 1,000,000 bytes"),
    "a quotation mark that is never closed": (lambda: b'sku,name\nA,"x\n', "Line 2 is not CSV"),
    "a quotation mark over the whole file": (lambda: b'sku,name\nA,"' + b"x\n" * 100_000, "Line 2 is not CSV"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_words(what):
    make, said = HOSTILE[what]
    assert said in refused(make())


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_large_file_needs_no_more_memory_than_a_small_one(format):
    pages = ([[f"SKU-{page}-{row}", "x" * 20] for row in range(1_000)] for page in range(30))
    content = io.BytesIO(b"".join((workbooks if format == "xlsx" else csv_files).write([[["a", "b"]], *pages])))
    tracemalloc.start()
    try:
        assert sum(1 for _ in lines(content)) == 30_001
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3_000_000


def test_csv_of_another_program_is_what_it_reads():
    text = io.StringIO()
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows([["a", "b"], ['say "x"', "1;2"]])
    assert [cells for _, cells in csv_reading.lines(io.BytesIO(text.getvalue().encode()))][1] == ['say "x"', "1;2"]
