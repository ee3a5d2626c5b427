"""Everybody reads products and categories in the language that they want most, field by field, at the same cost."""

import pytest

from contexts.catalog.categories.use_cases import create_category, update_category
from contexts.catalog.translations.dto import OptionText
from tests.catalog.builders import NOW, product, shelf
from tests.catalog.translations.said import KNOWN, in_german, shelf_in_german
from tests.catalog.variants.shirts import shirt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def languages(settings):
    settings.GOTUTO_LANGUAGES = KNOWN


def told(answer):
    return answer.headers["Content-Language"], answer.json()


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("de", "de"),
        ("de-AT, en;q=0.5", "de"),
        ("en;q=0.5, fr;q=0.9", "fr"),
        ("DE;q=0.1, fr;q=0", "de"),
        ("en, de", "en"),
        ("ja, *;q=0.5, de;q=0.1", "en"),
        ("ja", "en"),
        ("", "en"),
        ("nonsense;;q=x", "en"),
    ],
)
def test_the_language_is_the_one_that_is_wanted_most(api, wanted, language):
    tea = product(name="Tea", description="Leaves.")
    in_german(tea, name="Tee")
    in_german(tea, "fr", name="Thé")
    answer = api.get(f"products/{tea.id}/", Accept_Language=wanted)
    spoken, body = told(answer)
    assert (spoken, body["name"]) == (language, {"en": "Tea", "de": "Tee", "fr": "Thé"}[language])
    # What nobody has translated is told as it is.
    assert body["description"] == "Leaves."
    assert "Accept-Language" in answer.headers["Vary"]


def test_a_wanted_language_means_its_kinds_too(api, settings):
    settings.GOTUTO_LANGUAGES = ["en", "pt-br"]
    tea = product(name="Tea")
    from contexts.catalog.translations.use_cases import translate_product

    translate_product(product_id=tea.id, language="pt-br", name="Chá", known=settings.GOTUTO_LANGUAGES, now=NOW)
    assert told(api.get(f"products/{tea.id}/", Accept_Language="pt"))[1]["name"] == "Chá"


def test_a_list_tells_names_slugs_texts_and_the_shelf_in_one_statement(api, django_assert_num_queries):
    tea = shelf("Tea")
    for number in range(3):
        in_german(product(f"TEA-{number}", on=tea, name=f"Tea {number}"), name=f"Tee {number}", description="Blätter")
    shelf_in_german(tea, name="Tee")
    with django_assert_num_queries(1) as original:
        api.get("products/")
    with django_assert_num_queries(1) as german:
        [first, *_] = told(api.get("products/", Accept_Language="de"))[1]["results"]
    assert (first["name"], first["slug"], first["description"]) == ("Tee 0", "tee-0", "Blätter")
    assert (first["category"]["name"], first["category"]["slug"]) == ("Tee", "tee")
    assert "translation" not in original.captured_queries[0]["sql"]
    assert german.captured_queries[0]["sql"].count("catalog_producttranslation") == 1


def test_a_shop_with_one_language_asks_what_it_asked_before_and_says_nothing_of_languages(
    api, settings, django_assert_num_queries
):
    settings.GOTUTO_LANGUAGES = ["en"]
    tea = product(name="Tea")
    in_german(tea, name="Tee")
    for address in ("products/", f"products/{tea.id}/"):
        with django_assert_num_queries(1) as asked:
            answer = api.get(address, Accept_Language="de")
        assert "translation" not in asked.captured_queries[0]["sql"]
        assert "Content-Language" not in answer.headers
        assert '"Tea"' in answer.content.decode()


def test_etags_differ_by_language_even_where_nothing_is_translated(api):
    tea = product()
    tags = {code: api.get(f"products/{tea.id}/", Accept_Language=code).headers["ETag"] for code in KNOWN}
    assert len(set(tags.values())) == 3
    known = api.get(f"products/{tea.id}/", Accept_Language="de", If_None_Match=tags["de"])
    assert (known.status_code, known.headers["Content-Language"]) == (304, "de")
    assert api.get(f"products/{tea.id}/", Accept_Language="fr", If_None_Match=tags["de"]).status_code == 200


def test_a_translation_gives_a_product_another_etag_and_the_same_version(api):
    tea = product()
    before = api.get(f"products/{tea.id}/", Accept_Language="de")
    in_german(tea, name="Tee")
    after = api.get(f"products/{tea.id}/", Accept_Language="de")
    assert before.headers["ETag"] != after.headers["ETag"]
    assert before.json()["version"] == after.json()["version"]
    original = api.get(f"products/{tea.id}/")
    assert original.json()["name"] == tea.name


def test_options_their_values_and_variants_are_told_in_the_language(api):
    made = shirt()
    in_german(
        made,
        name="Hemd",
        options=[
            OptionText(option="Colour", name="Farbe", values={"red": "rot"}),
            OptionText(option="Size", name="", values={"L": "groß"}),
        ],
    )
    body = told(api.get(f"products/{made.id}/", Accept_Language="de"))[1]
    assert body["options"] == [{"name": "Size", "values": ["M", "groß"]}, {"name": "Farbe", "values": ["rot", "blue"]}]
    assert [(one["name"], one["options"]) for one in body["variants"]] == [
        ("Hemd, M, rot", {"Size": "M", "Farbe": "rot"}),
        ("Hemd, groß, rot", {"Size": "groß", "Farbe": "rot"}),
    ]
    [listed] = told(api.get("products/", Accept_Language="de"))[1]["results"]
    assert listed["options"] == body["options"]
    # In a language without a translation all is as it was entered.
    french = told(api.get(f"products/{made.id}/", Accept_Language="fr"))[1]
    assert french["variants"][0]["name"] == "Shirt, M, red"
    assert french["options"] == api.get(f"products/{made.id}/").json()["options"]


def test_only_the_name_translated_names_the_variants_anew(api):
    made = shirt()
    in_german(made, name="Hemd")
    body = told(api.get(f"products/{made.id}/", Accept_Language="de"))[1]
    assert body["variants"][0]["name"] == "Hemd, M, red"
    assert body["variants"][0]["options"] == {"Size": "M", "Colour": "red"}


def test_a_product_without_options_is_its_own_variant_in_the_language(api):
    tea = product(name="Tea")
    in_german(tea, name="Tee")
    assert [one["name"] for one in told(api.get(f"products/{tea.id}/", Accept_Language="de"))[1]["variants"]] == ["Tee"]


def test_categories_are_told_in_lists_the_tree_by_themselves_and_on_the_way_up(api):
    drinks = create_category(name="Drinks", parent_id=None, now=NOW)
    tea = create_category(name="Tea", parent_id=drinks.id, description="Leaves", now=NOW)
    shelf_in_german(drinks, name="Getränke")
    shelf_in_german(tea, name="Tee", description="Blätter")
    listed = told(api.get("categories/", Accept_Language="de"))[1]["results"]
    assert sorted(one["name"] for one in listed) == ["Getränke", "Tee"]
    [top] = told(api.get("categories/tree/", Accept_Language="de"))[1]["results"]
    assert (top["name"], top["children"][0]["name"], top["children"][0]["slug"]) == ("Getränke", "Tee", "tee")
    detail = told(api.get(f"categories/{tea.id}/", Accept_Language="de"))[1]
    assert (detail["name"], detail["description"]) == ("Tee", "Blätter")
    assert detail["ancestors"][0]["name"] == "Getränke"
    assert api.get(f"categories/{tea.id}/").json()["ancestors"][0]["name"] == "Drinks"


def test_facets_name_the_category_in_the_language_and_keep_its_value(api):
    tea = shelf("Tea")
    product(on=tea)
    shelf_in_german(tea, name="Tee")
    facets = told(api.get("products/?facets=true", Accept_Language="de"))[1]["facets"]["facets"]
    assert facets[0]["values"] == [{"value": "tea", "label": "Tee", "count": 1}]
    plain = api.get("products/?facets=true").json()["facets"]["facets"]
    assert plain[0]["values"] == [{"value": "tea", "label": "Tea", "count": 1}]


def test_suggestions_are_told_in_the_language(api):
    in_german(product(name="Strong tea"), name="Kräftiger Tee")
    found = told(api.get("products/suggest/?q=kräftig", Accept_Language="de"))[1]["suggestions"]
    assert [one["text"] for one in found] == ["Kräftiger", "Kräftiger Tee"]
    assert api.get("products/suggest/?q=strong").json()["suggestions"][-1]["text"] == "Strong tea"


def test_a_category_is_found_by_each_of_its_addresses_and_a_former_one_leads_on(api):
    tea = shelf("Tea")
    shelf_in_german(tea, name="Tee")
    for slug in ("tea", "tee"):
        spoken, body = told(api.get(f"categories/by-slug/{slug}/", Accept_Language="de"))
        assert (spoken, body["slug"]) == ("de", "tee")
    assert told(api.get("categories/by-slug/tee/", Accept_Language="fr"))[1]["slug"] == "tea"
    shelf_in_german(tea, name="Tee", slug="tees")
    german = api.get("categories/by-slug/tee/", Accept_Language="de")
    assert (german.status_code, german.headers["Location"].split("/")[-2]) == (301, "tees")
    english = api.get("categories/by-slug/tee/")
    assert (english.status_code, english.headers["Location"].split("/")[-2]) == (301, "tea")
    update_category(category_id=tea.id, slug="teas", now=NOW)
    assert api.get("categories/by-slug/tea/", Accept_Language="de").headers["Location"].split("/")[-2] == "tees"


def test_products_are_found_by_the_slugs_of_all_languages_also_former_ones_and_by_those_of_their_category(api):
    tea = shelf("Tea")
    goods = product(on=tea, name="Tea")
    product("OTHER", name="Other")
    in_german(goods, name="Tee")
    in_german(goods, name="Tee", slug="guter-tee")
    shelf_in_german(tea, name="Tee")
    for question in ("slug=tea", "slug=tee", "slug=guter-tee", "category=tee", "category=tea"):
        [found] = api.get(f"products/?{question}").json()["results"]
        assert found["sku"] == goods.sku
    assert api.get("products/?slug=coffee").json()["results"] == []


def test_staff_change_the_original_whatever_language_their_browser_wants(staff_api):
    tea = product(name="Tea")
    in_german(tea, name="Tee")
    changed = staff_api("catalog").patch(f"products/{tea.id}/", {"description": "Leaves"}, Accept_Language="de")
    assert changed.json()["name"] == "Tea"
    assert "Content-Language" not in changed.headers
