"""The tree of categories: no circles, also not by two moves at once, and no shelf is taken down with goods on it."""

import pytest
from django.utils import timezone

from contexts.catalog.categories import dto
from contexts.catalog.categories.errors import CategoryCycle, CategoryNotEmpty, CategoryNotFound, UnknownParent
from contexts.catalog.categories.queries import category_tree, get_category, list_categories
from contexts.catalog.categories.use_cases import create_category, delete_category, update_category
from contexts.catalog.products.errors import UnknownCategory
from contexts.catalog.products.reading import get_product
from contexts.catalog.products.use_cases.archiving import archive_product
from gotuto.errors import Stale
from gotuto.ids import CategoryId, new_id
from gotuto.paging import PageRequest
from tests.catalog.builders import NOW, at_once, product, shelf, told

pytestmark = pytest.mark.django_db


def change(category, **changes):
    return update_category(category_id=category.id, **changes, now=NOW)


def names(nodes):
    return {node.name: names(node.children) for node in nodes}


def listed(**filters):
    page = list_categories(filters=dto.CategoryFilter(**filters), page=PageRequest())
    return [category.name for category in page.items]


def test_categories_stand_in_categories():
    tea = shelf("Tea")
    green, _black = shelf("Green", within=tea), shelf("Black", within=tea)
    shelf("Sencha", within=green)
    shelf("Coffee")
    assert names(category_tree().results) == {"Coffee": {}, "Tea": {"Black": {}, "Green": {"Sencha": {}}}}


def test_the_tree_is_read_in_one_statement(django_assert_num_queries):
    above = None
    for depth in range(10):
        above = shelf(f"Level {depth}", within=above)
    with django_assert_num_queries(1):
        category_tree()


def test_categories_are_listed_by_name_and_by_what_they_stand_in():
    tea = shelf("Tea")
    shelf("Green", within=tea)
    shelf("Black", within=tea)
    assert listed() == ["Black", "Green", "Tea"]
    assert listed(parent_id=tea.id) == ["Black", "Green"]
    assert listed(slug="tea") == ["Tea"]


def test_two_categories_of_one_name_have_two_addresses():
    assert [shelf("Accessories").slug for _ in range(3)] == ["accessories", "accessories-2", "accessories-3"]


def test_an_address_is_made_of_the_letters_of_any_script():
    assert shelf("  Crème & Straße ").slug == "creme-strasse"
    assert shelf("緑茶").slug == "緑茶"
    assert shelf("!!!").slug == "unnamed"


def test_a_category_is_renamed_and_keeps_its_address():
    tea = shelf("Tea")
    changed = change(tea, name="Teas", description="All of them.", expected_version=1)
    assert (changed.name, changed.slug, changed.description, changed.version) == ("Teas", "tea", "All of them.", 2)
    assert told()[-1][0] == "category_updated"
    assert told()[-1][1]["changed"] == ["name", "description"]


def test_a_category_moves_with_all_below_it():
    tea, drinks = shelf("Tea"), shelf("Drinks")
    shelf("Green", within=tea)
    assert change(tea, parent_id=drinks.id).parent_id == drinks.id
    assert names(category_tree().results) == {"Drinks": {"Tea": {"Green": {}}}}
    assert change(tea, parent_id=None).parent_id is None
    assert names(category_tree().results) == {"Drinks": {}, "Tea": {"Green": {}}}


def test_saying_the_same_again_changes_nothing():
    tea = shelf("Tea")
    assert change(tea, name="Tea", parent_id=None) == tea
    assert [name for name, _ in told()] == ["category_created"]


def test_a_category_never_stands_in_itself_or_below_itself():
    tea = shelf("Tea")
    green = shelf("Green", within=tea)
    sencha = shelf("Sencha", within=green)
    for parent in (tea, green, sencha):
        with pytest.raises(CategoryCycle):
            change(tea, parent_id=parent.id)


def test_a_category_stands_in_one_that_exists():
    nowhere = CategoryId(new_id())
    with pytest.raises(UnknownParent):
        create_category(name="Lost", parent_id=nowhere, now=NOW)
    with pytest.raises(UnknownParent):
        change(shelf(), parent_id=nowhere)


def test_who_decided_on_an_older_version_is_told_so():
    tea = change(shelf("Tea"), name="Teas")
    with pytest.raises(Stale):
        change(tea, name="Infusions", expected_version=1)
    with pytest.raises(Stale):
        delete_category(category_id=tea.id, expected_version=1, now=timezone.now())


def test_an_empty_category_is_deleted():
    tea = shelf()
    delete_category(category_id=tea.id, expected_version=1, now=timezone.now())
    for ask in (
        lambda: get_category(category_id=tea.id),
        lambda: delete_category(category_id=tea.id, now=timezone.now()),
        lambda: change(tea, name="Back again"),
    ):
        with pytest.raises(CategoryNotFound):
            ask()


def test_a_category_with_products_or_categories_is_not_deleted():
    tea, drinks = shelf("Tea"), shelf("Drinks")
    shelf("Juice", within=drinks)
    product(on=tea)
    for full in (tea, drinks):
        with pytest.raises(CategoryNotEmpty, match=full.name):
            delete_category(category_id=full.id, now=timezone.now())


def test_an_archived_product_does_not_keep_its_category():
    tea = shelf()
    made = product(on=tea)
    archive_product(product_id=made.id, now=NOW)
    delete_category(category_id=tea.id, now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_no_circle():
    for _ in range(10):
        one, other = shelf("One"), shelf("Other")
        results = at_once(
            lambda one=one, other=other: change(one, parent_id=other.id),
            lambda one=one, other=other: change(other, parent_id=one.id),
        )
        assert sorted(type(result).__name__ for result in results) == ["Category", "CategoryCycle"]


@pytest.mark.django_db(transaction=True)
def test_categories_made_at_once_have_an_address_each():
    made = at_once(*[lambda: shelf("Tea")] * 4)
    assert {category.slug for category in made} == {"tea", "tea-2", "tea-3", "tea-4"}


@pytest.mark.django_db(transaction=True)
def test_no_product_stands_on_a_shelf_that_is_taken_down_at_the_same_time():
    for number in range(10):
        tea = shelf()
        added, deleted = at_once(
            lambda tea=tea, number=number: product(f"TEA-{number}", on=tea),
            lambda tea=tea: delete_category(category_id=tea.id, now=timezone.now()),
        )
        if deleted is None:
            assert isinstance(added, UnknownCategory)
        else:
            assert isinstance(deleted, CategoryNotEmpty)
            assert get_product(product_id=added.id, for_sale_only=False).category.id == tea.id
