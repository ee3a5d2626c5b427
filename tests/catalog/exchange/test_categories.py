"""The tree of categories by file: made from the top down, moved, and told row by row what is wrong."""

import pytest
from django.utils import timezone

from contexts.catalog.categories.models import Category
from contexts.catalog.categories.use_cases import create_category, delete_category, update_category
from gotuto import testing
from gotuto.imports import deciding
from tests.catalog.builders import NOW, shelf, told
from tests.catalog.exchange.files import checked, counts, exported, look, problems, written

pytestmark = pytest.mark.django_db
KIND = "categories"


def row(slug, parent="", **more):
    return {"slug": slug, "name": slug.title(), "parent": parent, **more}


def tree():
    return dict(Category.objects.values_list("slug", "parent__slug"))


def test_a_tree_is_made_with_what_stands_in_it():
    done = written([row("drinks"), row("tea", "drinks", description="Leaves."), row("green", "tea")], KIND)
    assert counts(done) == (3, 0, 0, 0)
    assert tree() == {"drinks": None, "tea": "drinks", "green": "tea"}
    assert Category.objects.get(slug="tea").description == "Leaves."
    assert [name for name, _ in told()] == ["category_created"] * 3


def test_what_was_exported_comes_in_unchanged_and_nobody_is_told():
    drinks = create_category(name="Drinks", now=NOW)
    for place, name in enumerate(("=Tea", "'Coffee", "+Milk"), 1):
        create_category(name=name, parent_id=drinks.id, position=place, description="@home\n-", now=NOW)
    before, file = told(), exported(KIND)
    assert counts(written(file, KIND)) == (0, 0, 4, 0)
    assert (told(), exported(KIND)) == (before, file)


def test_an_exported_tree_makes_the_same_in_an_empty_shop():
    drinks = create_category(name="Drinks", now=NOW)
    for place, name in enumerate(("Milk", "Coffee", "Tea"), 1):
        create_category(name=name, parent_id=drinks.id, position=place, now=NOW)
    file = exported(KIND)
    Category.objects.filter(parent__isnull=False).delete()
    Category.objects.all().delete()
    assert counts(written(file, KIND)) == (4, 0, 0, 0)
    assert exported(KIND) == file


def test_what_differs_is_renamed_moved_and_placed_and_the_rest_stays():
    tea = shelf("Tea")
    for name in ("Black", "Green"):
        create_category(name=name, parent_id=tea.id, now=NOW)
    update_category(category_id=tea.id, description="Leaves.", now=NOW)
    changed = [
        {"slug": "tea", "name": "Teas", "parent": "", "position": ""},
        {"slug": "green", "name": "", "parent": "tea", "position": "1"},
        {"slug": "black", "name": "", "parent": "", "position": ""},
    ]
    assert counts(written(changed, KIND)) == (0, 3, 0, 0)
    assert tree() == {"tea": None, "green": "tea", "black": None}
    assert Category.objects.get(slug="tea").description == "Leaves."
    assert Category.objects.get(slug="green").position == 1


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([row("Green Tea")], (2, "slug", "letters and digits joined by hyphens: green-tea")),
        ([row("tea", "nowhere")], (2, "parent", "There is no category nowhere.")),
        ([row("tea", "tea")], (2, "parent", "does not stand in itself")),
        ([row("tea", name="")], (2, "name", "needs a name")),
        ([row("tea", "drinks"), row("drinks")], (2, "parent", "drinks comes in line 3. Put it above this line.")),
        (
            [row("drinks", position="-1"), row("tea", "drinks")],
            (3, "parent", "drinks in line 2 is not written either."),
        ),
        ([row("old")], (2, "slug", "This address leads to new")),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(rows, wrong):
    made = create_category(name="Old", now=NOW)
    update_category(category_id=made.id, slug="new", now=NOW)
    line, column, words = wrong
    found = [one for one in problems(checked(rows, KIND)) if one[0] == line]
    assert [(one[:2], words in one[2]) for one in found] == [((line, column), True)]


def test_what_stands_nowhere_any_more_when_it_is_written_is_left_out():
    tea = shelf("Tea")
    ready = checked([row("green", "tea"), row("cups")], KIND)
    delete_category(category_id=tea.id, now=NOW)
    deciding.confirm(import_id=ready.id, kinds=[KIND], now=timezone.now())
    testing.drain()
    assert counts(look(ready)) == (1, 0, 0, 1)
    assert "There is no category tea." in problems(ready)[0][2]


def test_what_cannot_be_written_any_more_costs_no_other_row():
    tea = shelf("Tea")
    create_category(name="Green", parent_id=tea.id, now=NOW)
    done = written([row("tea", "green"), row("cups")], KIND)
    assert counts(done) == (1, 0, 0, 1)
    assert "cannot stand" in problems(done)[0][2]
