"""The header of a file that comes in: columns by their names, in any case and order."""

import pytest

from gotuto.imports.cells import text
from gotuto.imports.header import columns_of
from gotuto.imports.tables import Column, Table
from gotuto.tables.errors import FileRefused

COLUMNS = (
    Column("sku", text(9), is_required=True),
    Column("name", text(9)),
    Column("price", text(9), is_required=True),
)
TEA = Table(
    columns=COLUMNS,
    unique=("sku",),
    bundle=str,
    check=lambda rows: [],
    write=lambda rows, now: {},
    pages=lambda: iter(()),
)


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (["sku", "name", "price"], ["sku", "name", "price"]),
        ([" Price ", "SKU"], ["price", "sku"]),
        (["sku", "price", "", " "], ["sku", "price"]),
    ],
)
def test_a_header_names_columns_in_any_case_and_order(header, names):
    assert [column.name for column in columns_of(TEA, header)] == names


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ([], "The first line lacks the columns sku, price."),
        (["", " "], "The first line lacks the columns sku, price."),
        (["sku", "name"], "The first line lacks the columns price."),
        (["sku", "price", "SKU"], "The column sku is there twice."),
        (["sku", "", "price"], "Nobody knows the columns ''. The first line names some of: sku, name, price."),
        (["sku", "c" * 50], f"Nobody knows the columns '{'c' * 40}'. The first line names some of: sku, name, price."),
        (
            list("abcde"),
            "Nobody knows the columns 'a', 'b', 'c', 'd', 'e'. The first line names some of: sku, name, price.",
        ),
        (
            [f"c{n}" for n in range(1_006)],
            "Nobody knows the columns 'c0', 'c1', 'c2', 'c3', 'c4' and 1,001 more. The first line names some of: sku, name, price.",
        ),
    ],
)
def test_what_is_wrong_with_a_header_is_said(header, said):
    with pytest.raises(FileRefused) as refusal:
        columns_of(TEA, header)
    assert refusal.value.said == said
