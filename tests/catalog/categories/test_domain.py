"""The rules of categories: plain Python, no database."""

from uuid import UUID

import pytest

from contexts.catalog.categories import domain, dto
from tests.refusals import refused


def category(number, *, name, within=None):
    parent_id = UUID(int=within) if within else None
    return dto.Category(
        id=UUID(int=number), name=name, slug=name.lower(), description="", parent_id=parent_id, position=0, version=1
    )


def test_a_category_does_not_move_into_its_own_branch():
    domain.check_move("Tea", UUID(int=1), [])
    domain.check_move("Tea", UUID(int=1), [UUID(int=3), UUID(int=2)])
    with refused("catalog.category_cycle", "'Tea' cannot stand in itself"):
        domain.check_move("Tea", UUID(int=1), [UUID(int=3), UUID(int=1)])


def test_a_tree_has_thirty_levels():
    domain.check_level("Tea", 30)
    with refused("catalog.category_too_deep", "with 'Tea' there would be 31"):
        domain.check_level("Tea", 31)


def test_what_stood_deeper_before_gets_no_deeper():
    domain.check_level("Tea", 40, before=40)
    with refused("catalog.category_too_deep"):
        domain.check_level("Tea", 41, before=40)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Earl Grey, 100 g", "earl-grey-100-g"),
        ("Crème brûlée", "creme-brulee"),
        ("STRASSE ß", "strasse-ss"),
        ("Чай_зелёный", "чаи-зеленыи"),
        ("  -tea- ", "tea"),
        ("!?", "unnamed"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_slug_is_the_readable_part_of_a_name(name, slug):
    assert domain.slug(name) == slug


def test_slugs_that_others_have_are_numbered_from_two_on():
    assert domain.free_slug("Tea", []) == "tea"
    assert domain.free_slug("Tea", ["tea"]) == "tea-2"
    assert domain.free_slug("Tea", ["tea", "tea-2", "tea-3"]) == "tea-4"


def test_the_tree_has_each_category_within_its_parent_in_the_order_given():
    tea, pots, green = category(1, name="Tea"), category(2, name="Pots"), category(3, name="Green", within=1)
    assert domain.tree([tea, pots, green]).results == (
        node(tea, children=(node(green),)),
        node(pots),
    )


def node(of, *, children=(), product_count=None):
    return dto.CategoryNode(
        id=of.id, name=of.name, slug=of.slug, children=children, is_cut=False, product_count=product_count
    )


def test_what_stands_below_a_category_is_counted_in_it_also_below_where_the_tree_is_cut():
    chain = [category(n, name=f"L{n}", within=n - 1 if n > 1 else None) for n in range(1, 41)]
    (top,) = domain.tree(chain, products={chain[0].id: 2, chain[39].id: 5}).results
    assert (top.product_count, top.children[0].product_count) == (7, 5)


@pytest.mark.parametrize(
    ("position", "places"),
    [(1, [2, 3, 1]), (2, [1, 3, 2]), (3, [1, 2, 3]), (99, [1, 2, 3]), (0, [0, 0, 0])],
)
def test_siblings_make_room_for_one_that_is_put_somewhere(position, places):
    one, two, moved = (UUID(int=n) for n in (1, 2, 3))
    for siblings in ([one, two], [one, two, moved]):
        assert [domain.placed(siblings, moved, position)[of] for of in (one, two, moved)] == places


@pytest.mark.parametrize(("places", "last"), [([], 0), ([0, 0], 0), ([1, 2], 3)])
def test_a_newcomer_stands_last_where_places_are_given(places, last):
    assert domain.at_the_end(places) == last


def test_a_tree_that_is_too_deep_is_shown_to_its_limit_and_says_that_it_goes_on():
    chain = [category(n, name=f"L{n}", within=n - 1 if n > 1 else None) for n in range(1, 1_001)]
    level, shown = domain.tree(chain).results, []
    while level:
        (node,) = level
        shown.append((node.name, node.is_cut))
        level = node.children
    assert shown == [(f"L{n}", n == 30) for n in range(1, 31)]


def test_lengths_are_those_that_are_promised():
    assert (domain.NAME_LENGTH, dto.SLUG_LENGTH, domain.DESCRIPTION_LENGTH) == (200, 220, 10_000)
