"""What a search looks for."""

import pytest

from gotuto import search


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("green tea", [["green"], ["tea"]]),
        ("TEA-1 pot", [["TEA", "1"], ["pot"]]),
        ("  --  ", []),
        ("it's (hot)", [["it", "s"], ["hot"]]),
    ],
)
def test_a_search_is_parted_by_blanks_and_its_phrases_by_punctuation(text, phrases):
    assert search.phrases(text) == phrases


def test_a_search_is_read_up_to_its_two_hundredth_character():
    assert search.phrases("x" * 199 + " y") == [["x" * 199]]
    assert search.phrases("x" * 198 + " yz") == [["x" * 198], ["y"]]


def test_words_that_are_only_punctuation_look_for_nothing():
    assert search.found("name", " -- ") is None
