"""A search finds goods by the words of every language, in the forms of that language."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from config.declared.search import word_languages
from contexts.catalog.categories.use_cases import update_category
from contexts.catalog.search.dto import Indexed
from contexts.catalog.search.statements import ALL_INDEXED
from contexts.catalog.search.use_cases import take_languages
from contexts.catalog.translations.dto import OptionText
from contexts.catalog.translations.use_cases import untranslate_category, untranslate_product
from gotuto.db import fetch_as
from tests.catalog.builders import NOW, product, shelf
from tests.catalog.translations.said import KNOWN, in_german, shelf_in_german
from tests.catalog.variants.shirts import shirt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def languages(settings):
    settings.GOTUTO_LANGUAGES = KNOWN
    settings.GOTUTO_SEARCH = {**settings.GOTUTO_SEARCH, "languages": ["de", "en", "fr"]}
    take_languages(codes=["de", "en", "fr"])


def manage(*words):
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def found(api, words, **headers):
    return [one["sku"] for one in api.get(f"products/?search={words}", **headers).json()["results"]]


def test_goods_are_found_by_the_words_of_their_translations_in_any_form(api):
    house = product("HOUSE", name="House", description="With a garden.")
    product("OTHER", name="Cup")
    in_german(house, name="Haus", description="Mit Bäumen und Gärten.")
    in_german(house, "fr", name="Maison")
    for words in ("haus", "häuser", "hauses", "gärten", "bäume", "maisons", "houses", "hauss"):
        assert found(api, words) == ["HOUSE"], words
        assert found(api, words, Accept_Language="de") == ["HOUSE"], words


def test_what_is_translated_otherwise_or_not_at_all_is_found_so_no_more(api):
    house = product("HOUSE", name="House")
    in_german(house, name="Haus")
    in_german(house, name="Gebäude")
    assert (found(api, "haus"), found(api, "gebäude")) == ([], ["HOUSE"])
    untranslate_product(product_id=house.id, language="de", now=NOW)
    assert (found(api, "gebäude"), found(api, "house")) == ([], ["HOUSE"])


def test_a_change_of_the_original_keeps_the_words_of_the_translation(api, staff_api):
    house = product("H-1", name="House")
    in_german(house, name="Haus")
    staff_api("catalog").patch(f"products/{house.id}/", {"name": "Building"})
    assert (found(api, "haus"), found(api, "building"), found(api, "house")) == (["H-1"], ["H-1"], [])


def test_goods_are_found_by_what_their_options_are_called(api):
    made = shirt()
    in_german(made, name="Hemd", options=[OptionText(option="Colour", name="Farbe", values={"red": "rot"})])
    assert found(api, "hemd rot") == [made.sku]


def test_goods_are_found_by_what_their_category_is_called(api):
    tea = shelf("Tea")
    product("ASSAM", on=tea)
    shelf_in_german(tea, name="Heißgetränke")
    assert found(api, "heißgetränk") == ["ASSAM"]
    update_category(category_id=tea.id, name="Teas", now=NOW)
    assert (found(api, "heißgetränke"), found(api, "teas")) == (["ASSAM"], ["ASSAM"])
    untranslate_category(category_id=tea.id, language="de", now=NOW)
    assert (found(api, "heißgetränke"), found(api, "teas")) == ([], ["ASSAM"])


def test_another_search_engine_is_told_the_words_of_all_languages(api):
    house = product("HOUSE", name="House", description="Old.")
    in_german(house, name="Haus", description="Alt.")
    [told] = fetch_as(Indexed, ALL_INDEXED, {"after": "00000000-0000-0000-0000-000000000000", "batch": 10})
    assert (told.name, told.keywords.split(), told.description) == ("House", ["Haus"], "Old. Alt.")


def test_a_language_of_the_shop_is_one_of_those_whose_word_forms_are_known():
    assert word_languages(["de", "en"], ["en", "fr", "pt-br", "ja"]) == ["de", "en", "fr", "pt"]
    assert word_languages(["de", "en"], ["ja"]) == ["de", "en"]


def test_the_command_counts_and_names_what_is_missing():
    tea, made = shelf("Tea"), shirt(category_id=shelf("Clothes").id)
    goods = product("CUP", on=tea, name="Cup", description="White.")
    in_german(goods, name="Tasse")
    shelf_in_german(tea, name="Tee")
    in_german(made, name="Hemd", options=[OptionText(option="Size", name="Größe", values={"M": "M", "L": "L"})])
    [german, french] = json.loads(manage("translations", "count", "--json"))
    assert german == {
        "language": "de",
        "products": 2,
        "products_missing": 2,
        "categories": 2,
        "categories_missing": 1,
    }
    assert (french["products_missing"], french["categories_missing"]) == (2, 2)
    gaps = json.loads(manage("translations", "missing", "de", "--json"))
    assert [(one["name"], one["missing"]) for one in gaps] == [
        ("Clothes", ["name"]),
        ("Cup", ["description"]),
        ("Shirt", ["options"]),
    ]
    assert "Cup" in manage("translations", "missing", "de", "--most", "1")
    in_german(goods, name="Tasse", description="Weiß.")
    assert [one["name"] for one in json.loads(manage("translations", "missing", "de", "--json"))] == [
        "Clothes",
        "Shirt",
    ]
