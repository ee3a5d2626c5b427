"""Words of the catalogue: found however they are composed; SKUs and slugs are safe in the path of an address."""

import unicodedata
from importlib import import_module

import pytest
from django.test import Client

from contexts.catalog.categories.models import Category
from contexts.catalog.products.models import Product
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.db import execute
from tests.catalog.builders import NOW, product, shelf
from tests.clients import Api, staff_api

pytestmark = pytest.mark.django_db

COMPOSED, DECOMPOSED = "Caf\u00e9", "Cafe\u0301"


def found(search):
    return [row["sku"] for row in Api().get(f"products/?search={search}").json()["results"]]


@pytest.mark.parametrize("name", [COMPOSED, DECOMPOSED])
@pytest.mark.parametrize("search", [COMPOSED, DECOMPOSED, DECOMPOSED[:5].lower()])
def test_a_name_is_found_however_its_letters_are_composed(name, search):
    on = shelf()
    price = {"amount": "1.00", "currency": "EUR"}
    made = staff_api("catalog").post("products/", {"sku": "X", "name": name, "price": price, "category_id": str(on.id)})
    assert made.json()["name"] == COMPOSED
    assert found(search) == ["X"]
    assert listed(search) == ["X"]


def listed(search):
    """What the list of the back office shows."""
    ensure_staff(email="root@example.com", password="a-long-password-9", roles=["catalog"], now=NOW)
    browser = Client()
    assert browser.login(username="root@example.com", password="a-long-password-9")
    answer = browser.get("/admin/catalog/product/", {"q": search})
    return [row.sku for row in answer.context["cl"].result_list]


def test_what_was_stored_otherwise_before_is_brought_into_the_one_spelling():
    product("X", name="Tea")
    Product.objects.update(name=DECOMPOSED)
    Category.objects.update(name=DECOMPOSED, slug=unicodedata.normalize("NFD", "\ud55c\uad6d"))
    for statement in normal_form().split(";"):
        execute(statement)
    assert (found(COMPOSED), Category.objects.get().name) == (["X"], COMPOSED)
    assert [row["sku"] for row in Api().get("products/?category=\ud55c\uad6d").json()["results"]] == ["X"]


def normal_form():
    return import_module("contexts.catalog.migrations.0005_text_in_normal_form")._NORMAL


@pytest.mark.parametrize("search", ["!!!", "%", "()", "\u2026", "&", "''"])
def test_punctuation_finds_nothing(search):
    product("X")
    assert listed(search) == []
    assert [
        row["sku"]
        for row in Api().get("products/?search=" + search.replace("%", "%25").replace("&", "%26")).json()["results"]
    ] == []


def test_what_cannot_be_text_finds_nothing():
    product("X")
    assert listed("\u202eX") == []
    assert Api().get("products/?search=%E2%80%AEX").json()["errors"]["search"]


@pytest.mark.parametrize("sku", [".", "..", "...", ".env", "a/b", "stra\u00dfe", "\u017fku"])
def test_a_sku_is_safe_in_the_path_of_an_address(sku):
    on = shelf()
    price = {"amount": "1.00", "currency": "EUR"}
    body = {"sku": sku, "name": "Tea", "price": price, "category_id": str(on.id)}
    answer = staff_api("catalog").post("products/", body)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["sku"])


@pytest.mark.parametrize("name", ["\ud55c\uad6d \ucc28", COMPOSED, DECOMPOSED, "..", "../x"])
def test_a_slug_finds_its_shelf_and_is_safe_in_a_path(name):
    made = shelf(name)
    product("X", on=made)
    assert not set(made.slug) & set("./\\%?#")
    assert [row["sku"] for row in Api().get(f"products/?category={made.slug}").json()["results"]] == ["X"]
    assert [row["slug"] for row in Api().get(f"categories/?slug={made.slug}").json()["results"]] == [made.slug]
