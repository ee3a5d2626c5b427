"""Cells of imports: each is read by the rule of its column."""

import pytest

from gotuto.imports import cells
from gotuto.text import UnfitText

READ = [
    (cells.amount, " 1234.50 ", "1234.50"),
    *((cells.truth, told, True) for told in (" YES ", "true", "1")),
    *((cells.truth, told, False) for told in ("no", "False", "0")),
    *((cells.whole(1, 9), f" {number} ", number) for number in (1, 7, 9)),
    (cells.one_of(["tea"]), " Tea ", "tea"),
    (cells.long_text(9), "a\nb", "a\nb"),
    (cells.document(8), '{"a": 1}', {"a": 1}),
    (cells.upper(cells.text(3)), "eur", "EUR"),
    (cells.document(20), '{"a": [1]}', {"a": [1]}),
]
UNREAD = [
    (cells.amount, "1,5"),
    (cells.amount, "1e5"),
    (cells.amount, "١"),
    (cells.truth, "ja"),
    (cells.whole(1, 9), "10"),
    (cells.whole(1, 9), "x"),
    (cells.one_of(["tea"]), "coffee"),
    (cells.document(20), "[1]"),
    (cells.document(2), '{"a": 1}'),
    (cells.document(20), '{"a": "\ud800"}'),
    (cells.text(2), "abc"),
    (cells.long_text(2), "abc"),
]


@pytest.mark.parametrize(("read", "text", "value"), READ)
def test_cells_are_read_by_the_rule_of_their_column(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(("read", "text"), UNREAD)
def test_cells_that_mean_nothing_are_refused(read, text):
    with pytest.raises(UnfitText):
        read(text)


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (cells.truth, "ja", "Write true or false."),
        (cells.whole(1, 9_000), "x", "Write a whole number from 1 to 9,000."),
        (cells.one_of(["tea", "mug"]), "coffee", "Write one of: tea, mug."),
        (cells.document(20), "[1]", 'Write an object of JSON, such as {"colour": "red"}.'),
        (cells.document(2), '{"a": 1}', "At most 2 characters."),
    ],
)
def test_what_would_be_read_is_said(read, text, said):
    with pytest.raises(UnfitText) as refusal:
        read(text)
    assert str(refusal.value) == said
