"""How far a word is from another, and how far is forgiven."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contexts.catalog.search.domain import closest, distance

WORDS = st.text("abc", max_size=6)


@cache
def errors(one: str, other: str) -> int:
    """The same by its definition: the fewest ways to come from one to the other, letter by letter from the end."""
    if not one or not other:
        return len(one) + len(other)
    ways = [errors(one[:-1], other) + 1, errors(one, other[:-1]) + 1]
    ways.append(errors(one[:-1], other[:-1]) + (one[-1] != other[-1]))
    if one[-2:] == other[-2:][::-1] and len(one) > 1 < len(other):
        ways.append(errors(one[:-2], other[:-2]) + 1)
    return min(ways)


@given(WORDS, WORDS)
def test_letters_are_left_out_added_mistaken_or_swapped(one, other):
    assert distance(one, other) == errors(one, other)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("kettle", "kettle", 0),
        ("ketle", "kettle", 1),
        ("kettlle", "kettle", 1),
        ("kattle", "kettle", 1),
        ("kettel", "kettle", 1),
        ("ekttle", "kettle", 1),
        ("kelt", "kettle", 3),
        ("ca", "abc", 3),
        ("aaa", "a", 2),
        ("", "tea", 3),
        ("tea", "", 3),
        ("", "", 0),
    ],
)
def test_so_many_errors_are_made(one, other, count):
    assert distance(one, other) == count


@pytest.mark.parametrize(
    ("word", "others", "meant"),
    [
        ("ketle", ["kettle", "nettle", "kettles"], {"kettle"}),
        # Two that are as close are both meant.
        ("wettle", ["kettle", "nettle", "settler"], {"kettle", "nettle"}),
        # Of three letters none is wrong, of four one is, of eight two.
        ("tee", ["tea"], set()),
        ("teas", ["tees"], {"tees"}),
        ("kettlxs", ["kettles"], {"kettles"}),
        ("kettlxx", ["kettles"], set()),
        ("kettlesx", ["kettlxxx"], {"kettlxxx"}),
        ("strainor", ["strainer"], {"strainer"}),
        ("strainrr", ["strainee"], {"strainee"}),
        ("strxxner", ["strainer"], {"strainer"}),
        ("strxxxer", ["strainer"], set()),
        # Two errors are forgiven where the word begins right.
        ("xtrxiner", ["strainer"], set()),
        ("xtrainer", ["strainer"], {"strainer"}),
        ("tea", [], set()),
    ],
)
def test_the_closest_are_meant_if_they_are_close_enough(word, others, meant):
    assert closest(word, others) == meant
