"""What categories declare: once on each way from the top, and never so that what products have becomes wrong."""

from decimal import Decimal

import pytest
from django.utils import timezone

from contexts.catalog.attributes import domain
from contexts.catalog.attributes.dto import AttributeKind, Choice
from contexts.catalog.attributes.errors import AttributeInUse, AttributeInvalid, AttributeNotFound, TooManyAttributes
from contexts.catalog.attributes.queries import attribute_with_id, attributes_of, get_attribute
from contexts.catalog.attributes.use_cases import change_attribute, declare_attribute, retire_attribute
from contexts.catalog.categories.errors import AttributeDeclared, CategoryNotFound
from contexts.catalog.categories.use_cases import delete_category, update_category
from contexts.catalog.products.use_cases.archiving import archive_product
from contexts.catalog.products.use_cases.changing import update_product
from gotuto.errors import Stale
from gotuto.ids import CategoryId, new_id
from tests.catalog.attributes.said import declare, described, values
from tests.catalog.builders import NOW, at_once, product, shelf, told

pytestmark = pytest.mark.django_db

RED, BLUE = Choice(value="red"), Choice(value="blue")


def change(on, code, **said):
    return change_attribute(category_id=on.id, code=code, **said, now=NOW)


def codes(on):
    return [one.code for one in attributes_of(category_id=on.id).results]


def test_a_category_tells_what_it_inherits_first_and_then_its_own_in_their_order():
    tea = shelf("Tea")
    green = shelf("Green tea", within=tea)
    declare(green, "grade")
    declare(tea, "origin")
    declare(tea, "caffeine", position=0)
    assert codes(green) == ["caffeine", "origin", "grade"]
    assert [one.is_inherited for one in attributes_of(category_id=green.id).results] == [True, True, False]
    change(tea, "origin", position=0)
    change(tea, "caffeine", position=1)
    assert codes(tea) == ["origin", "caffeine"]
    assert attributes_of(category_id=CategoryId(new_id())).results == ()


def test_the_world_is_told_of_the_category():
    tea = shelf("Tea")
    made = declare(tea, "origin")
    name, facts = told()[-1]
    assert (name, facts["category_id"], facts["changed"]) == ("category_updated", str(tea.id), ["attributes"])
    assert attribute_with_id(attribute_id=made.id).code == "origin"
    before = len(told())
    change(tea, "origin", labels={"en": "Origin"})
    assert len(told()) == before, "nothing was changed"
    retire_attribute(category_id=tea.id, code="origin", now=NOW)
    assert len(told()) == before + 1


def test_a_code_means_one_thing_on_a_way_from_the_top():
    drinks, food = shelf("Drinks"), shelf("Food")
    tea, coffee = shelf("Tea", within=drinks), shelf("Coffee", within=drinks)
    declare(tea, "origin")
    declare(coffee, "origin")
    declare(food, "origin")
    with pytest.raises(AttributeDeclared, match="'Tea' declares origin already"):
        declare(tea, "origin")
    with pytest.raises(AttributeDeclared, match="declares origin already, for all categories below"):
        declare(drinks, "origin")
    with pytest.raises(AttributeDeclared, match="'Tea' declares origin already"):
        declare(shelf("Green tea", within=tea), "origin")


def test_a_category_does_not_move_to_where_its_codes_mean_something_else():
    drinks, food = shelf("Drinks"), shelf("Food")
    tea = shelf("Tea", within=drinks)
    green = shelf("Green tea", within=tea)
    declare(green, "origin")
    declare(food, "origin")
    with pytest.raises(AttributeDeclared, match="'Food' declares origin already"):
        update_category(category_id=tea.id, parent_id=food.id, now=NOW)
    retire_attribute(category_id=food.id, code="origin", now=NOW)
    update_category(category_id=tea.id, parent_id=food.id, now=NOW)
    assert codes(green) == ["origin"]


def test_nothing_is_declared_for_what_is_not_there():
    with pytest.raises(CategoryNotFound):
        declare_attribute(
            category_id=CategoryId(new_id()), code="x", kind=AttributeKind.TEXT, labels={"en": "X"}, now=NOW
        )
    tea = shelf("Tea")
    declare(tea, "origin")
    green = shelf("Green tea", within=tea)
    with pytest.raises(AttributeNotFound, match="declares no attribute origin itself"):
        change(green, "origin", unit="cm")
    with pytest.raises(AttributeNotFound):
        retire_attribute(category_id=green.id, code="origin", now=NOW)
    assert get_attribute(category_id=green.id, code="origin").is_inherited
    with pytest.raises(AttributeNotFound):
        get_attribute(category_id=green.id, code="colour")
    with pytest.raises(AttributeNotFound):
        attribute_with_id(attribute_id=new_id())


def test_a_refused_declaration_leaves_nothing():
    tea = shelf("Tea")
    with pytest.raises(AttributeInvalid):
        declare(tea, "colour", kind=AttributeKind.CHOICE)
    with pytest.raises(AttributeInvalid):
        declare(tea, "Colour")
    assert codes(tea) == []


def test_a_product_has_a_hundred_attributes_at_most(monkeypatch):
    monkeypatch.setattr(domain, "MOST_ATTRIBUTES", 2)
    tea = shelf("Tea")
    declare(tea, "a")
    green = shelf("Green tea", within=tea)
    declare(green, "b")
    with pytest.raises(
        TooManyAttributes, match="3 attributes are too many for the products of one category; 2 at most"
    ):
        declare(green, "c")
    declare(tea, "d")


def test_a_declaration_is_changed_by_whoever_has_seen_the_last_one():
    tea = shelf("Tea")
    declare(tea, "origin")
    assert change(tea, "origin", max_length=50, expected_version=1).version == 2
    with pytest.raises(Stale):
        change(tea, "origin", max_length=60, expected_version=1)
    with pytest.raises(Stale):
        retire_attribute(category_id=tea.id, code="origin", expected_version=1, now=NOW)
    with pytest.raises(AttributeInvalid):
        change(tea, "origin", unit="cm")
    assert change(tea, "origin", max_length=None).max_length is None


@pytest.mark.parametrize("refused", [{"kind": AttributeKind.MULTI_CHOICE}, {"choices": (BLUE,)}])
def test_a_change_that_makes_values_wrong_is_refused_with_their_number(refused):
    tea = shelf("Tea")
    declare(tea, "colour", kind=AttributeKind.CHOICE, choices=[RED, BLUE])
    for sku in ("A", "B"):
        product(sku, on=shelf(f"Tea {sku}", within=tea), attributes={"colour": "red"})
    with pytest.raises(AttributeInUse, match="colour: the values of 2 products would be wrong"):
        change(tea, "colour", **refused)


def test_each_choice_is_a_text_as_well():
    tea = shelf("Tea")
    declare(tea, "colour", kind=AttributeKind.CHOICE, choices=[RED, BLUE])
    made = product(on=tea, attributes={"colour": "red"})
    assert change(tea, "colour", kind=AttributeKind.TEXT, choices=()).kind is AttributeKind.TEXT
    assert values(made.id) == {"colour": "red"}


def test_limits_are_narrowed_as_far_as_values_let_them():
    tea = shelf("Tea")
    declare(tea, "grams", kind=AttributeKind.NUMBER)
    made = product(on=tea, attributes={"grams": 100})
    assert change(tea, "grams", minimum=Decimal(100), maximum=Decimal(100)).maximum == 100
    with pytest.raises(AttributeInUse, match="grams: the values of 1 products"):
        change(tea, "grams", maximum=None, minimum=Decimal(101))
    described(made.id, grams=None)
    assert change(tea, "grams", maximum=None, minimum=Decimal(101)).minimum == 101


def test_products_that_are_archived_or_stand_elsewhere_are_in_nobodys_way():
    tea, coffee = shelf("Tea"), shelf("Coffee")
    for one in (tea, coffee):
        declare(one, "colour", kind=AttributeKind.CHOICE, choices=[RED, BLUE])
        product(one.name.upper(), on=one, attributes={"colour": "red"})
    gone = product("GONE", on=tea, attributes={"colour": "blue"})
    archive_product(product_id=gone.id, now=NOW)
    change(tea, "colour", choices=[RED])
    with pytest.raises(AttributeInUse):
        change(coffee, "colour", choices=[BLUE])


def test_values_that_were_left_behind_come_back_only_where_they_fit():
    tea = shelf("Tea")
    declare(tea, "grams", kind=AttributeKind.NUMBER)
    made = product(on=tea, attributes={"grams": 100})
    retire_attribute(category_id=tea.id, code="grams", now=NOW)
    assert values(made.id) == {}
    with pytest.raises(AttributeInUse, match="grams: the values of 1 products"):
        declare(tea, "grams", kind=AttributeKind.DATE)
    declare(tea, "grams", kind=AttributeKind.NUMBER, unit="g")
    assert values(made.id) == {"grams": 100}


def test_what_was_wrong_before_is_in_nobodys_way():
    tea, coffee = shelf("Tea"), shelf("Coffee")
    declare(tea, "grams", kind=AttributeKind.NUMBER)
    declare(coffee, "grams", max_length=50)
    made = product(on=tea, attributes={"grams": 100})
    update_product(product_id=made.id, category_id=coffee.id, now=NOW)
    assert values(made.id) == {}
    change(coffee, "grams", max_length=5)
    update_product(product_id=made.id, category_id=tea.id, now=NOW)
    assert values(made.id) == {"grams": 100}


def test_a_category_takes_its_declarations_along_when_it_goes():
    tea = shelf("Tea")
    made = declare(tea, "origin")
    delete_category(category_id=tea.id, now=timezone.now())
    with pytest.raises(AttributeNotFound):
        attribute_with_id(attribute_id=made.id)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_declare_a_code_at_once_on_one_way_the_second_is_refused():
    tea = shelf("Tea")
    green = shelf("Green tea", within=tea)
    results = at_once(lambda: declare(tea, "origin"), lambda: declare(green, "origin"))
    assert sorted(type(one).__name__ for one in results) == ["Attribute", "AttributeDeclared"]


@pytest.mark.django_db(transaction=True)
def test_who_moves_and_who_declares_at_once_leave_one_meaning():
    tea, food = shelf("Tea"), shelf("Food")
    declare(tea, "origin")
    at_once(
        lambda: update_category(category_id=tea.id, parent_id=food.id, now=NOW),
        lambda: declare(food, "origin"),
    )
    assert codes(tea) == ["origin"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", range(3))
def test_no_value_slips_in_while_its_choice_goes(time):
    tea = shelf("Tea")
    declare(tea, "colour", kind=AttributeKind.CHOICE, choices=[RED, BLUE])
    made = product(on=tea)
    results = at_once(lambda: change(tea, "colour", choices=[RED]), lambda: described(made.id, colour="blue"))
    refusals = [type(one).__name__ for one in results if isinstance(one, Exception)]
    assert refusals in (["AttributeInUse"], ["AttributesUnfit"])
