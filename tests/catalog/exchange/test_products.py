"""Products by file: new ones, changed ones, variants, and what is wrong with each row."""

import pytest
from django.utils import timezone

from contexts.catalog.prices.models import PriceEntry
from contexts.catalog.products.models import Product, Variant
from contexts.catalog.products.queries import get_product_by_sku
from contexts.catalog.products.use_cases.archiving import archive_product
from contexts.catalog.variants.use_cases import remove_variant
from gotuto import testing
from gotuto.imports import deciding
from tests.catalog.attributes.said import declare
from tests.catalog.builders import NOW, eur, product, shelf, told
from tests.catalog.exchange.files import checked, counts, exported, look, problems, written

pytestmark = pytest.mark.django_db

TEA = {"sku": "tea-1", "name": "Green tea", "category": "tea", "price": "4.50", "currency": "EUR"}
SHIRT = {"product": "SHIRT", "name": "Shirt", "category": "tea", "price": "19.00", "option_1": "Size"}


@pytest.fixture(autouse=True)
def tea():
    return shelf("Tea")


def shirts(*sizes):
    return [{**SHIRT, "sku": f"SHIRT-{size}", "value_1": size} for size in sizes]


def test_new_products_are_made_as_one_by_one():
    done = written([{**TEA, "gtin": "4006381333931", "weight_grams": 250, "description": "Steamed.\nFine."}])
    assert counts(done) == (1, 0, 0, 0)
    made = Product.objects.get(sku="TEA-1")
    assert (made.name, made.slug, made.price, made.gtin, made.weight_grams, made.description) == (
        "Green tea", "green-tea", eur("4.50"), "4006381333931", 250, "Steamed.\nFine.",
    )  # fmt: skip
    assert (made.is_active, made.tax_class) == (True, "standard")
    assert [(name, fact["sku"]) for name, fact in told() if name.startswith("product")] == [
        ("product_created", "TEA-1")
    ]
    entry = PriceEntry.objects.get(sku="TEA-1")
    assert (entry.amount, entry.reason) == (eur("4.50").amount, "import")


def test_variants_of_a_product_are_made_together():
    done = written(shirts("S", "M", "L"))
    assert counts(done) == (3, 0, 0, 0)
    made = Product.objects.get(sku="SHIRT")
    assert made.options == [{"name": "Size", "values": ["S", "M", "L"]}]
    assert list(made.variants.values_list("sku", "name", "position")) == [
        ("SHIRT-S", "Shirt, S", 0), ("SHIRT-M", "Shirt, M", 1), ("SHIRT-L", "Shirt, L", 2),
    ]  # fmt: skip
    assert [name for name, _ in told() if name != "category_created"] == [
        "product_created",
        "variant_added",
        "variant_added",
    ]


def test_what_is_the_same_is_not_written():
    written([TEA, *shirts("S", "M")])
    before, versions = told(), dict(Product.objects.values_list("sku", "version"))
    assert counts(written([TEA, *shirts("S", "M")])) == (0, 0, 3, 0)
    assert told() == before
    assert dict(Product.objects.values_list("sku", "version")) == versions


def test_what_differs_is_changed_and_what_is_not_in_the_file_stays():
    written([{**TEA, "weight_grams": 250, "gtin": "4006381333931"}])
    assert counts(written([{"sku": "TEA-1", "name": "Greener tea", "weight_grams": "", "price": "5.00"}])) == (
        0,
        1,
        0,
        0,
    )
    made = Product.objects.get(sku="TEA-1")
    assert (made.name, made.weight_grams, made.gtin, made.price) == ("Greener tea", None, "4006381333931", eur("5.00"))
    assert [name for name, _ in told()][-2:] == ["product_updated", "price_changed"]
    assert PriceEntry.objects.filter(sku="TEA-1").count() == 2


def test_variants_are_changed_added_and_chosen_anew():
    written(shirts("S", "M"))
    rows = [{**row, "is_active": "no"} for row in shirts("S")] + shirts("XL")
    rows[0]["price"] = "17.50"
    assert counts(written(rows)) == (1, 1, 0, 0)
    found = dict(Variant.objects.values_list("sku", "is_active"))
    assert found == {"SHIRT-S": False, "SHIRT-M": True, "SHIRT-XL": True}
    assert Product.objects.get(sku="SHIRT").options == [{"name": "Size", "values": ["S", "M", "XL"]}]
    assert Variant.objects.get(sku="SHIRT-S").price == eur("17.50")
    other = [{**SHIRT, "sku": "SHIRT-M", "value_1": "Medium"}]
    assert counts(written(other)) == (0, 1, 0, 0)
    assert Variant.objects.get(sku="SHIRT-M").options == {"Size": "Medium"}


def test_prices_alone_are_changed_by_sku_also_of_variants():
    written([TEA, *shirts("S")])
    assert counts(written([{"sku": "SHIRT-S", "price": "20"}, {"sku": "TEA-1", "price": "4.50"}])) == (0, 1, 1, 0)
    assert get_product_by_sku(sku="SHIRT").price == eur("20.00")


def test_what_is_of_a_product_is_changed_with_any_of_its_rows(tea):
    declare(tea, "fabric")
    declare(tea, "cut")
    shelf("Clothes")
    written([{**row, "attributes": '{"fabric": "wool", "cut": "slim"}'} for row in shirts("S", "M")])
    row = {
        "sku": "SHIRT-M",
        "product": "SHIRT",
        "attributes": '{"fabric": "silk"}',
        "product_is_active": "no",
        "description": "New.",
    }
    assert counts(written([row])) == (0, 1, 0, 0)
    made = Product.objects.get(sku="SHIRT")
    assert (made.attributes, made.is_active, made.description) == ({"fabric": "silk"}, False, "New.")
    assert counts(written([row])) == (0, 0, 1, 0)
    [(_, column, said)] = problems(checked([{**row, "attributes": '{"fabric": 1}'}]))
    assert (column, said) == ("attributes", "fabric: is a text.")
    assert counts(written([{**row, "category": "clothes", "attributes": ""}])) == (0, 1, 0, 0)
    made.refresh_from_db()
    assert (made.attributes, made.category.slug) == ({}, "clothes")
    assert b'"{""fabric"' not in exported()


def test_too_many_values_of_an_option_are_refused_and_change_nothing():
    written(shirts("S"))
    done = written(shirts(*[f"{number}" for number in range(101)]))
    assert {said for _, _, said in problems(done)} == {"Size needs 1 to 100 values."}
    assert Variant.objects.count() == 1


def test_what_became_wrong_after_it_was_checked_is_refused_by_itself(tea):
    ready = checked([TEA, {**TEA, "sku": "B"}])
    archive_product(product_id=product("TEA-1").id, now=NOW)
    deciding.confirm(import_id=ready.id, kinds=["products"], now=timezone.now())
    testing.drain()
    done = look(ready)
    assert counts(done) == (1, 0, 0, 1)
    assert problems(done) == [(2, "sku", "TEA-1 is archived. Restore it first: a SKU never comes to mean other goods.")]


def test_a_variant_that_was_taken_away_is_not_exported_and_not_made_again():
    written(shirts("S", "M"))
    remove_variant(product_id=Product.objects.get(sku="SHIRT").id, sku="SHIRT-M", now=NOW)
    assert [line.split(b",")[0] for line in exported().splitlines()] == [b"sku", b"SHIRT-S"]
    assert [column for _, column, _ in problems(checked(shirts("M")))] == ["sku"]
    assert counts(written([{**SHIRT, "sku": "SHIRT-M2", "value_1": "M"}])) == (1, 0, 0, 0)


def test_a_category_is_meant_by_its_slug_or_by_its_names_from_the_top():
    food = shelf("Food")
    shelf("Green", within=food)
    shelf("Green", within=shelf("Paint"))
    rows = [
        {**TEA, "sku": "A", "category": "food"},
        {**TEA, "sku": "B", "category": "Food > Green"},
        {**TEA, "sku": "C", "category": "Green"},
        {**TEA, "sku": "D", "category": "green-2"},
    ]
    done = written(rows)
    assert dict(Product.objects.values_list("sku", "category__slug")) == {"A": "food", "B": "green", "D": "green-2"}
    assert problems(done) == [
        (
            4,
            "category",
            "No category, or more than one, is called 'Green'. Write its slug, or all names from the top: Tea > Green.",
        )
    ]


WRONG = [
    ({**TEA, "sku": "no sku"}, "sku", "is not a SKU"),
    ({**TEA, "price": "4,50"}, "price", "with a point"),
    ({**TEA, "price": "0"}, "price", "greater than zero"),
    ({**TEA, "price": "4.505"}, "price", "more decimals"),
    ({**TEA, "currency": "XXQ"}, "currency", "not a currency"),
    ({**TEA, "gtin": "4006381333932"}, "gtin", "not a GTIN"),
    ({**TEA, "gtin": "4006381333931"}, "gtin", "of OLD already"),
    ({**TEA, "name": ""}, "name", "needs a name"),
    ({**TEA, "category": "coffee"}, "category", "No category"),
    ({**TEA, "tax_class": "none"}, "tax_class", "Write one of"),
    ({**TEA, "weight_grams": "1.5"}, "weight_grams", "whole number"),
    ({**TEA, "is_active": "maybe"}, "is_active", "true or false"),
    ({**TEA, "attributes": "{"}, "attributes", "object of JSON"),
    ({**TEA, "attributes": '{"size": 1}'}, "attributes", "no attribute"),
    ({**TEA, "option_1": "Size"}, "", "belong together"),
    ({**TEA, "option_1": "Size", "value_1": "S"}, "", "that it is a variant of"),
    ({**TEA, "sku": "GONE"}, "sku", "archived"),
    ({**TEA, "sku": "SHIRT"}, "sku", "has variants"),
    ({**TEA, "product": "OLD", "option_1": "Size", "value_1": "S"}, "product", "has no options"),
    ({**TEA, "sku": "SHIRT-S", "product": "OLD"}, "product", "belongs to SHIRT"),
    ({"sku": "OLD", "currency": "USD"}, "currency", "costs in EUR"),
    ({"sku": "OLD", "price": "-1"}, "price", "greater than zero"),
]


@pytest.mark.parametrize(("row", "column", "said"), WRONG)
def test_what_is_wrong_is_named_by_row_and_column_and_nothing_is_written(row, column, said):
    product("OLD", gtin="4006381333931")
    written(shirts("S"))
    archive_product(product_id=product("GONE").id, now=NOW)
    before = told()
    done = written([{**TEA, "sku": "RIGHT"}, row])
    [(line, where, words)] = problems(done)
    assert (line, said in words) == (3, True), words
    assert where == column or (column == "" and where in ("option_1", "product", ""))
    assert (done.status, counts(done)) == ("done", (1, 0, 0, 1))
    assert [fact["sku"] for _, fact in told()[len(before) :]] == ["RIGHT"]


def test_rows_of_one_product_must_not_contradict_each_other():
    rows = shirts("S", "M")
    rows[1]["name"] = "Blouse"
    done = checked(rows)
    assert [(line, column) for line, column, _ in problems(done)] == [(3, "name")]
    assert "Line 2" in problems(done)[0][2]


def test_the_same_sku_or_gtin_twice_is_named_and_the_first_stays():
    rows = [
        TEA,
        {**TEA, "sku": "TEA-1 "},
        {**TEA, "sku": "B", "gtin": "4006381333931"},
        {**TEA, "sku": "C", "gtin": "4006381333931"},
    ]
    done = written(rows)
    assert [(line, column) for line, column, _ in problems(done)] == [(3, "sku"), (5, "gtin")]
    assert counts(done) == (2, 0, 0, 2)


HOSTILE = ["=1+1", "+49 30", "-5 %", "@here", "'quoted", "'=1", "''+x", "＝wide", 'He said "no"', "a;b,c\td"]


def test_export_import_export_changes_no_byte_and_tells_nothing(tea):
    for number, text in enumerate(HOSTILE):
        name = text.replace("\t", " ")
        product(f"P-{number}", on=tea, name=name, description=f"{text}\n{text}".strip())
    written([{**row, "weight_grams": 90} for row in shirts("S", "M")])
    first, before = exported(), told()
    again = written(first)
    assert counts(again) == (0, 0, len(HOSTILE) + 2, 0), problems(again)
    assert exported() == first
    sheet = written(exported(format="xlsx"))
    assert counts(sheet) == (0, 0, len(HOSTILE) + 2, 0), problems(sheet)
    assert told() == before
    assert exported() == first
