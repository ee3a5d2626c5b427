"""Stock by file where it is valued: a count is worth the average, and goods that nobody knows the worth of are received."""

import pytest

from contexts.inventory.audits.queries import find_discrepancies
from tests.catalog.exchange.files import counts, problems, written
from tests.inventory.builders import location, product
from tests.inventory.exchange.test_stock import row
from tests.inventory.valuation.builders import bought, sold, worth
from tests.inventory.valuation.builders import valued as valued

KIND = "stock"


@pytest.fixture
def shop(valued):
    product("TEA-1")
    product("CUP-1")
    location("SHOP")
    bought(10, "1.00", sku="TEA-1")
    bought(4, "2.40", sku="TEA-1", at="SHOP")


def test_all_that_lay_at_one_place_lies_at_another_and_is_worth_what_it_was(shop):
    assert counts(written([row(on_hand=0), row(on_hand=14, location="shop")], KIND)) == (0, 2, 0, 0)
    assert [str(part) for part in worth("TEA-1")] == ["14", "19.6000"]
    written([row(on_hand=13), row(on_hand=0, location="shop")], KIND)
    assert [str(part) for part in worth("TEA-1")] == ["13", "18.2000"]
    assert find_discrepancies() == ()


def test_what_was_sold_out_comes_back_at_what_the_last_piece_was_worth(shop):
    sold(**{"TEA-1": 14})
    written([row(on_hand=2)], KIND)
    assert worth("TEA-1")[0] == 2


def test_goods_that_never_had_a_value_are_received_with_their_cost(shop):
    done = written([row("CUP-1", on_hand=3)], KIND)
    assert "Nobody knows what a piece is worth" in str(problems(done))
