"""The rules of categories: plain Python, no database."""

from uuid import UUID

import pytest

from contexts.catalog.categories import domain, dto
from tests.refusals import refused


def category(number, *, name, within=None):
    parent_id = UUID(int=within) if within else None
    return dto.Category(
        id=UUID(int=number), name=name, slug=name.lower(), description="", parent_id=parent_id, version=1
    )


def test_a_category_does_not_move_into_its_own_branch():
    branch = [UUID(int=1), UUID(int=2)]
    domain.check_move("Tea", None, branch)
    domain.check_move("Tea", UUID(int=3), branch)
    with refused("catalog.category_cycle", "'Tea' cannot stand in itself"):
        domain.check_move("Tea", UUID(int=2), branch)


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
    leaf = dto.CategoryNode(id=green.id, name="Green", slug="green", children=())
    assert domain.tree([tea, pots, green]).results == (
        dto.CategoryNode(id=tea.id, name="Tea", slug="tea", children=(leaf,)),
        dto.CategoryNode(id=pots.id, name="Pots", slug="pots", children=()),
    )


def test_lengths_are_those_that_are_promised():
    assert (domain.NAME_LENGTH, dto.SLUG_LENGTH, domain.DESCRIPTION_LENGTH) == (200, 220, 10_000)
