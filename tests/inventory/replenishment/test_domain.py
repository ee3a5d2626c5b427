"""How much is ordered: more than the reorder point is left then, in whole packs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contexts.inventory.replenishment.domain import suggested


@pytest.mark.parametrize(
    ("left", "point", "quantity", "pack", "pieces"),
    [
        (6, 5, None, 1, 0),
        (7, 5, None, 1, 0),
        (5, 5, None, 1, 1),
        (0, 5, None, 1, 6),
        (-3, 0, None, 1, 4),
        (5, 5, 10, 1, 10),
        (-5, 5, 10, 1, 20),
        (5, 5, 10, 12, 12),
        (5, 5, None, 12, 12),
        (-20, 5, 10, 12, 36),
        (6, 5, 10, 12, 0),
    ],
)
def test_so_many_are_ordered(left, point, quantity, pack, pieces):
    assert suggested(left=left, point=point, quantity=quantity, pack=pack) == pieces


@given(st.integers(-50, 50), st.integers(0, 50), st.integers(1, 20), st.integers(1, 20))
def test_afterwards_more_than_the_point_is_left_and_no_pack_too_many_came(left, point, quantity, pack):
    pieces = suggested(left=left, point=point, quantity=quantity, pack=pack)
    assert pieces % pack == 0
    assert left + pieces > point
    assert pieces < max(point - left + 1, 0) + quantity + pack
