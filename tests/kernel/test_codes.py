"""Codes by which people name things."""

import pytest

from gotuto.text import UnfitText
from gotuto.text.codes import CODE_LENGTH, checked_code, code_of


@pytest.mark.parametrize("text", ["MAIN", " main ", "a", "1", "north-2", "n.2_x", "A" * CODE_LENGTH])
def test_a_code_is_kept_in_capitals(text):
    assert checked_code(text) == text.strip().upper()


@pytest.mark.parametrize("text", ["", " ", "-x", ".x", "_x", "a b", "ü", "a/b", "A" * (CODE_LENGTH + 1), "A\nB"])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(UnfitText, match="up to 32 of A to Z, 0 to 9, dot, underscore and hyphen"):
        checked_code(text)


@pytest.mark.parametrize(
    ("name", "code"),
    [("North", "NORTH"), ("Köln (Süd)", "KOLN-SUD"), ("A" * 40, "A" * 32), ("  x  ", "X"), ("A" * 31 + " b", "A" * 31)],
)
def test_a_code_is_made_of_a_name(name, code):
    assert code_of(name) == code


def test_a_name_without_a_letter_for_one_makes_none():
    with pytest.raises(UnfitText):
        code_of("中国")
