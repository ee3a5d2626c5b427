"""The tree as people walk it: places among siblings, the way to a category, addresses that lead on, and what stands in it."""

import pytest
from django.utils import timezone

from contexts.catalog.categories.errors import CategoryNotEmpty, CategoryNotFound, SlugTaken
from contexts.catalog.categories.models import Category
from contexts.catalog.categories.queries import category_tree, find_category, get_category, get_category_detail
from contexts.catalog.categories.use_cases import create_category, delete_category, update_category
from gotuto.ids import CategoryId, new_id
from tests.catalog.builders import NOW, at_once, product, shelf, told
from tests.clients import Api, staff_api

pytestmark = pytest.mark.django_db


def change(category, **changes):
    return update_category(category_id=category.id, **changes, now=NOW)


def shown(nodes=None):
    return [node.name for node in (category_tree().results if nodes is None else nodes)]


def test_siblings_stand_by_name_until_somebody_puts_one_somewhere():
    tea, coffee, _juice = shelf("Tea"), shelf("Coffee"), shelf("Juice")
    assert shown() == ["Coffee", "Juice", "Tea"]
    assert change(tea, position=1).position == 1
    assert shown() == ["Tea", "Coffee", "Juice"]
    change(coffee, position=99)
    assert shown() == ["Tea", "Juice", "Coffee"]
    shelf("Cocoa")
    assert shown() == ["Tea", "Juice", "Coffee", "Cocoa"]
    change(tea, position=0)
    assert shown() == ["Cocoa", "Coffee", "Juice", "Tea"]


def test_a_newcomer_stands_where_it_is_wanted_or_last():
    shelf("Coffee")
    assert create_category(name="Tea", position=1, now=NOW).position == 1
    assert shown() == ["Tea", "Coffee"]
    drinks = shelf("Drinks")
    assert drinks.position == 3


def test_who_moves_into_another_category_stands_last_in_it():
    drinks = shelf("Drinks")
    green, tea = shelf("Green", within=drinks), shelf("Tea")
    change(green, position=1)
    assert change(tea, parent_id=drinks.id).position == 2
    assert change(tea, parent_id=drinks.id, position=1).position == 1
    assert shown(category_tree().results[0].children) == ["Tea", "Green"]


def test_only_those_that_change_their_place_are_written_and_tell_a_new_version():
    tea, coffee, juice = shelf("Tea"), shelf("Coffee"), shelf("Juice")
    for place, one in enumerate((tea, coffee, juice), start=1):
        change(one, position=place)
    before = {one.id: get_category(category_id=one.id).version for one in (tea, coffee, juice)}
    change(juice, position=2)
    after = {one.id: get_category(category_id=one.id).version for one in (tea, coffee, juice)}
    assert [after[one.id] - before[one.id] for one in (tea, coffee, juice)] == [0, 1, 1]


def test_places_are_over_http_what_they_are_here():
    api = staff_api("catalog")
    tea, coffee = shelf("Tea"), shelf("Coffee")
    assert api.patch(f"categories/{tea.id}/", {"position": 1}).json()["position"] == 1
    listed = Api().get("categories/?ordering=position").json()["results"]
    assert [one["name"] for one in listed] == ["Tea", "Coffee"]
    assert api.patch(f"categories/{coffee.id}/", {"position": -1}).status_code == 400


def test_the_way_to_a_category_is_told_from_the_top(django_assert_num_queries):
    drinks = shelf("Drinks")
    tea = shelf("Tea", within=drinks)
    green = shelf("Green", within=tea)
    with django_assert_num_queries(1):
        assert [one.name for one in get_category_detail(category_id=green.id).ancestors] == ["Drinks", "Tea"]
    assert get_category_detail(category_id=drinks.id).ancestors == ()
    with pytest.raises(CategoryNotFound):
        get_category_detail(category_id=CategoryId(new_id()))


def test_a_category_says_what_is_for_sale_in_it_and_all_below_it(django_assert_num_queries):
    drinks = shelf("Drinks")
    tea = shelf("Tea", within=drinks)
    product("TEA", on=tea)
    product("MATE", on=drinks)
    product("OLD", on=tea, is_active=False)
    shelf("Empty")
    with django_assert_num_queries(2):
        top = category_tree(counts=True).results
    assert [(node.name, node.product_count) for node in top] == [("Drinks", 2), ("Empty", 0)]
    assert top[0].children[0].product_count == 1
    assert [node["product_count"] for node in Api().get("categories/tree/?counts=true").json()["results"]] == [2, 0]
    assert Api().get("categories/tree/").json()["results"][0]["product_count"] is None


def test_an_address_that_a_category_had_leads_on_to_the_one_of_today():
    tea = shelf("Tea")
    product("TEA-1", on=tea)
    assert change(tea, slug="Fine Teas").slug == "fine-teas"
    assert told()[-1][1]["changed"] == ["slug"]
    change(tea, slug="best-teas")
    for slug in ("tea", "fine-teas"):
        answer = Api().get(f"categories/by-slug/{slug}/")
        assert answer.status_code == 301
        assert answer["Location"].endswith("/api/v1/categories/by-slug/best-teas/")
        assert [one["sku"] for one in Api().get(f"products/?category={slug}").json()["results"]] == ["TEA-1"]
    assert Api().get("categories/by-slug/best-teas/").json()["ancestors"] == []
    assert Api().get("categories/by-slug/nothing/").json()["code"] == "catalog.category_not_found"


def test_a_category_goes_back_to_an_address_that_it_had():
    tea = shelf("Tea")
    change(tea, slug="teas")
    assert change(tea, slug="tea").slug == "tea"
    assert find_category(slug="teas").slug == "tea"


def test_an_address_leads_to_one_category_only():
    tea, coffee = shelf("Tea"), shelf("Coffee")
    change(tea, slug="teas")
    for slug in ("tea", "teas"):
        with pytest.raises(SlugTaken, match="leads to the category 'Tea'"):
            change(coffee, slug=slug)
        with pytest.raises(SlugTaken):
            create_category(name="Other", slug=slug, now=NOW)
    assert shelf("Tea").slug == "tea-2"
    assert create_category(name="Other", slug="My Own", now=NOW).slug == "my-own"
    answer = staff_api("catalog").patch(f"categories/{coffee.id}/", {"slug": "tea"})
    assert (answer.status_code, answer.json()["code"]) == (409, "catalog.slug_taken")


def test_the_addresses_of_a_category_that_is_gone_are_free():
    tea = shelf("Tea")
    change(tea, slug="teas")
    delete_category(category_id=tea.id, now=timezone.now())
    assert [shelf(name).slug for name in ("Tea", "Teas")] == ["tea", "teas"]


def test_who_may_not_delete_a_category_is_told_what_stands_in_it():
    drinks = shelf("Drinks")
    tea = shelf("Tea", within=drinks)
    product("A", on=drinks)
    product("B", on=drinks)
    with pytest.raises(CategoryNotEmpty, match="'Drinks' still has 2 products and 1 sub-categories") as refusal:
        delete_category(category_id=drinks.id, now=timezone.now())
    assert (refusal.value.products, refusal.value.categories) == (2, 1)
    answer = staff_api("catalog").delete(f"categories/{drinks.id}/")
    assert (answer.status_code, answer.json()["code"]) == (409, "catalog.category_not_empty")
    assert "2 products and 1 sub-categories" in answer.json()["detail"]
    assert tea.parent_id == drinks.id


@pytest.mark.django_db(transaction=True)
def test_two_who_want_one_address_at_once_do_not_both_get_it():
    one, other = shelf("One"), shelf("Other")
    results = at_once(*[lambda of=of: change(of, slug="wanted") for of in (one, other)])
    assert sorted(type(result).__name__ for result in results) == ["Category", "SlugTaken"]


@pytest.mark.django_db(transaction=True)
def test_many_who_move_siblings_at_once_leave_each_a_place_of_its_own():
    made = [shelf(f"Shelf {n}") for n in range(6)]
    at_once(*[lambda one=one, n=n: change(one, position=n % 3 + 1) for n, one in enumerate(made)])
    assert sorted(Category.objects.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]
