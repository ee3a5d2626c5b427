"""Stock as rows of a file: what each column takes, what is wrong, and by how much each shelf differs."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from contexts.inventory.exchange import domain
from contexts.inventory.exchange.dto import Counted, Reordering, Stand
from gotuto.ids import ProductId, Sku, new_id
from gotuto.imports.tables import Outcome, Problem, Row
from gotuto.text import UnfitText

READ = {column.name: column.read for column in domain.COLUMNS}
TEA, CUP = Sku("TEA"), Sku("CUP")
STAND = Stand(
    items={TEA: Reordering(reorder_point=5, reorder_quantity=20)},
    counted={(TEA, "MAIN"): Counted(on_hand=10, reserved=4), (TEA, "BERLIN"): Counted(on_hand=3)},
    fresh={CUP: ProductId(new_id())},
    places={"MAIN": "", "BERLIN": "", "MARS": "There is no location MARS."},
    worth={},
)


def made(*rows: dict[str, Any], stand: Stand = STAND) -> domain.Plan:
    return domain.made([Row(line, values) for line, values in enumerate(rows, 2)], stand)


def test_a_file_of_stock_has_these_columns():
    assert list(READ) == ["sku", "location", "on_hand", "reorder_point", "reorder_quantity"]
    assert [column.name for column in domain.COLUMNS if column.is_required] == ["sku"]


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("sku", "tea", "TEA"),
        ("sku", "s" * 64, "S" * 64),
        ("location", "berlin", "BERLIN"),
        ("location", "l" * 32, "L" * 32),
        ("on_hand", "0", 0),
        ("on_hand", "1000000000", 1_000_000_000),
        ("reorder_point", "0", 0),
        ("reorder_point", "1000000", 1_000_000),
        ("reorder_quantity", "1", 1),
        ("reorder_quantity", "1000000", 1_000_000),
    ],
)
def test_what_fits_is_taken(column, cell, value):
    assert READ[column](cell) == value


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("sku", "s" * 65),
        ("location", "l" * 33),
        ("on_hand", "-1"),
        ("on_hand", "1000000001"),
        ("reorder_point", "-1"),
        ("reorder_point", "1000001"),
        ("reorder_quantity", "0"),
        ("reorder_quantity", "1000001"),
    ],
)
def test_what_does_not_fit_is_refused(column, cell):
    with pytest.raises(UnfitText):
        READ[column](cell)


def test_all_that_is_said_of_a_sku_comes_together():
    assert [domain.bundle(values) for values in ({"sku": "TEA"}, {"sku": None}, {})] == ["TEA", "", ""]


@pytest.mark.parametrize(
    ("values", "place"),
    [({}, "MAIN"), ({"location": None}, "MAIN"), ({"location": "MAIN"}, "MAIN"), ({"location": "BERLIN"}, "BERLIN")],
)
def test_a_row_without_a_location_means_the_main_one(values, place):
    assert domain.place_of(values) == place


@pytest.mark.parametrize(
    "row",
    [
        {"sku": "TEA"},
        {"sku": "TEA", "on_hand": None},
        {"sku": "TEA", "on_hand": 10, "reorder_point": 5, "reorder_quantity": 20},
        {"sku": "TEA", "location": "BERLIN", "on_hand": 3, "reorder_point": None},
    ],
)
def test_what_is_counted_as_it_is_stays(row):
    plan = made(row)
    assert (plan.differences, plan.terms, plan.outcomes) == ({}, {}, {2: Outcome.UNCHANGED})


@pytest.mark.parametrize(
    ("row", "place", "difference"),
    [
        ({"sku": "TEA", "on_hand": 12}, "MAIN", 2),
        ({"sku": "TEA", "on_hand": 4}, "MAIN", -6),
        ({"sku": "TEA", "location": "BERLIN", "on_hand": 0}, "BERLIN", -3),
    ],
)
def test_what_is_counted_otherwise_differs_by_so_many(row, place, difference):
    plan = made(row)
    assert (plan.differences, plan.terms, plan.outcomes) == ({(TEA, place): difference}, {}, {2: Outcome.CHANGED})


@pytest.mark.parametrize(
    ("said", "terms"),
    [
        ({"reorder_point": 6}, Reordering(reorder_point=6, reorder_quantity=20)),
        ({"reorder_quantity": None}, Reordering(reorder_point=5)),
        ({"reorder_point": None, "reorder_quantity": 7}, Reordering(reorder_quantity=7)),
    ],
)
def test_what_is_ordered_anew_otherwise_is_said_with_the_main_location(said, terms):
    plan = made({"sku": "TEA", **said})
    assert (plan.differences, plan.terms, plan.outcomes) == ({}, {TEA: terms}, {2: Outcome.CHANGED})


def test_goods_without_counters_get_some():
    plan = made({"sku": "CUP", "on_hand": 8, "reorder_point": 2}, {"sku": "CUP", "location": "BERLIN"})
    assert plan.differences == {(CUP, "MAIN"): 8}
    assert plan.terms == {CUP: Reordering(reorder_point=2)}
    assert plan.outcomes == {2: Outcome.CREATED, 3: Outcome.CREATED}


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ({"sku": "JUG"}, "sku", "There is no product JUG. Make it first."),
        ({"sku": "TEA", "location": "MARS"}, "location", "There is no location MARS."),
        (
            {"sku": "TEA", "on_hand": 3},
            "on_hand",
            "4 of them are kept for orders. Cancel some of these, then count anew.",
        ),
        (
            {"sku": "TEA", "location": "BERLIN", "reorder_point": 0},
            "reorder_point",
            "This is said once for all locations, in the row of MAIN.",
        ),
        (
            {"sku": "TEA", "location": "BERLIN", "reorder_quantity": 1},
            "reorder_quantity",
            "This is said once for all locations, in the row of MAIN.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_its_column(row, column, said):
    plan = made(row)
    assert plan.problems == [Problem(line=2, column=column, said=said)]
    assert (plan.differences, plan.terms, plan.outcomes) == ({}, {}, {})


def test_two_skus_lie_at_one_location():
    plan = made({"sku": "TEA", "on_hand": 12}, {"sku": "CUP", "on_hand": 8})
    assert (plan.differences, plan.problems) == ({(TEA, "MAIN"): 2, (CUP, "MAIN"): 8}, [])


def test_what_is_found_must_be_worth_something_where_stock_is_valued():
    valued = replace(STAND, worth={TEA: None})
    [problem] = made({"sku": "TEA", "on_hand": 11}, stand=valued).problems
    assert problem.column == "on_hand"
    assert problem.said == "Nobody knows what a piece is worth. Receive what was found with its cost."
    assert made({"sku": "TEA", "on_hand": 10}, stand=valued).problems == []
    assert made({"sku": "TEA", "on_hand": 11}, stand=replace(STAND, worth={TEA: Decimal(2)})).problems == []


def test_the_same_at_the_same_location_is_said_once():
    plan = made({"sku": "TEA", "on_hand": 12}, {"sku": "TEA", "location": "BERLIN"}, {"sku": "TEA", "on_hand": 99})
    said = "Line 2 has the same at the same location. Keep one of them."
    assert plan.problems == [Problem(line=4, column="sku", said=said)]
    assert (plan.differences, list(plan.outcomes)) == ({(TEA, "MAIN"): 2}, [2, 3])
