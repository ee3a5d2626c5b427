"""Categories as rows of a file: what each column takes, what is wrong, and what is made or changed."""

from typing import Any

import pytest

from contexts.catalog.categories.dto import Category
from contexts.catalog.exchange.domain import shelves
from gotuto.ids import CategoryId, new_id
from gotuto.imports.tables import Above, Outcome, Problem, Row
from gotuto.text import UnfitText

READ = {column.name: column.read for column in shelves.COLUMNS}
DRINKS, TEA = CategoryId(new_id()), CategoryId(new_id())


def category(id: CategoryId, name: str, parent_id: CategoryId | None = None, **more: Any) -> Category:
    return Category(
        **{
            "id": id, "name": name, "slug": name.lower(), "description": "", "parent_id": parent_id, "position": 0,
            "version": 1, **more,
        }
    )  # fmt: skip


STAND = shelves.Shelves(
    by_slug={
        "drinks": category(DRINKS, "Drinks"),
        "tea": category(TEA, "Tea", DRINKS, description="Leaves.", position=3),
    },
    slug_of={DRINKS: "drinks", TEA: "tea"},
    former={"teas": "tea"},
)


def row(slug: str, above: Above | None = None, **values: Any) -> Row:
    return Row(5, {"slug": slug, **values}, above)


def problem(column: str, said: str) -> list[Problem]:
    return [Problem(line=5, column=column, said=said)]


def made(*rows: Row) -> shelves.ShelfPlan:
    return shelves.made(rows, STAND)


def test_a_file_of_categories_has_these_columns():
    assert list(READ) == ["slug", "name", "parent", "position", "description"]
    assert [column.name for column in shelves.COLUMNS if column.is_required] == ["slug"]


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("slug", "green-tea", "green-tea"),
        ("slug", "s" * 200, "s" * 200),
        ("name", "n" * 200, "n" * 200),
        ("parent", "tea", "tea"),
        ("position", "0", 0),
        ("position", "10000", 10_000),
        ("description", "Leaves.\nFine.", "Leaves.\nFine."),
        ("description", "d" * 10_000, "d" * 10_000),
    ],
    ids=lambda given: str(given)[:20],
)
def test_what_fits_is_taken(column, cell, value):
    assert READ[column](cell) == value


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("slug", "Green tea", "A slug has letters and digits joined by hyphens: green-tea."),
        ("parent", "Tea", "joined by hyphens: tea."),
        ("slug", "s" * 201, "200"),
        ("name", "n" * 201, "200"),
        ("position", "-1", "from 0 to 10,000"),
        ("position", "10001", "from 0 to 10,000"),
        ("description", "d" * 10_001, "10,?000"),
    ],
    ids=lambda given: str(given)[:20],
)
def test_what_does_not_fit_is_refused(column, cell, words):
    with pytest.raises(UnfitText, match=words):
        READ[column](cell)


def test_each_category_stands_for_itself():
    assert [shelves.bundle(values) for values in ({"slug": "tea"}, {"slug": None}, {})] == ["tea", "", ""]


def test_a_new_category_is_made_of_what_is_said():
    plan = made(row("milk", name="Milk", parent="drinks", position=2, description="Fresh."))
    said = {"name": "Milk", "description": "Fresh.", "parent": "drinks", "position": 2}
    assert (plan.steps, plan.outcomes, plan.problems) == ([("milk", said)], {5: Outcome.CREATED}, [])


def test_of_a_new_one_nothing_is_said_that_is_nothing():
    assert made(row("milk", name="Milk", parent=None, position=0, description=None)).steps == [
        ("milk", {"name": "Milk"})
    ]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": "Teas"}, {"name": "Teas"}),
        ({"description": "Fine."}, {"description": "Fine."}),
        ({"description": None}, {"description": ""}),
        ({"parent": None}, {"parent": ""}),
        ({"position": 1}, {"position": 1}),
        ({"position": 0}, {"position": 0}),
    ],
)
def test_what_is_said_otherwise_than_it_is_is_changed(values, said):
    plan = made(row("tea", **values))
    assert (plan.steps, plan.outcomes) == ([("tea", said)], {5: Outcome.CHANGED})


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"name": None, "position": None},
        {"name": "Tea", "description": "Leaves.", "parent": "drinks", "position": 3},
    ],
)
def test_what_is_said_as_it_is_stays(values):
    plan = made(row("tea", **values))
    assert (plan.steps, plan.outcomes) == ([], {5: Outcome.UNCHANGED})
    assert made(row("drinks", parent=None, position=0)).steps == []


def test_rows_are_planned_in_their_order_and_what_is_wrong_with_one_keeps_no_other():
    plan = made(
        Row(2, {"slug": "drinks", "name": "Drink"}), Row(3, {"slug": "beer"}), Row(4, {"slug": "milk", "name": "Milk"})
    )
    assert plan.steps == [("drinks", {"name": "Drink"}), ("milk", {"name": "Milk"})]
    assert plan.outcomes == {2: Outcome.CHANGED, 4: Outcome.CREATED}
    assert plan.problems == [Problem(line=3, said="A new category needs a name.")]


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        (row("teas", name="Teas"), problem("slug", "This address leads to tea, which had it before.")),
        (row("milk", name=None), problem("name", "A new category needs a name.")),
        (row("tea", parent="tea"), problem("parent", "A category does not stand in itself.")),
        (row("tea", parent="food"), problem("parent", "There is no category food.")),
        (
            row("tea", Above(3, is_broken=True), parent="food"),
            problem("parent", "food in line 3 is not written either."),
        ),
        (
            row("tea", Above(6, is_broken=False), parent="food"),
            problem("parent", "food comes in line 6. Put it above this line."),
        ),
    ],
)
def test_what_is_wrong_is_said_in_its_column(given, problems):
    plan = made(given)
    assert (plan.problems, plan.steps, plan.outcomes) == (problems, [], {})


@pytest.mark.parametrize(
    ("given", "step"),
    [
        (row("tea", Above(4, is_broken=False), parent="food"), ("tea", {"parent": "food"})),
        # What is there already may be anywhere in the file.
        (
            row("milk", Above(9, is_broken=False), name="Milk", parent="drinks"),
            ("milk", {"name": "Milk", "parent": "drinks"}),
        ),
    ],
)
def test_what_stands_further_up_is_there_when_it_is_needed(given, step):
    assert made(given).steps == [step]
