"""The role of the catalogue translates products and categories, sees what is missing, and takes translations away."""

from datetime import timedelta

import pytest

from contexts.catalog.categories.use_cases import create_category
from contexts.catalog.products.use_cases.archiving import archive_product
from tests.catalog.builders import NOW, product, shelf, told
from tests.catalog.translations.said import KNOWN, in_german, shelf_in_german
from tests.catalog.variants.shirts import shirt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def languages(settings):
    settings.GOTUTO_LANGUAGES = KNOWN


@pytest.fixture
def staff(staff_api):
    return staff_api("catalog")


def test_a_product_is_translated_step_by_step_until_nothing_is_missing(staff):
    made = shirt(description="Cotton.")
    where = f"products/{made.id}/translations/"
    empty = staff.get(where).json()
    assert empty["original_language"] == "en"
    assert [(one["language"], one["version"]) for one in empty["results"]] == [("de", 0), ("fr", 0)]
    assert empty["results"][0]["missing"] == ["name", "description", "options"]
    first = staff.put(f"{where}de/", {"name": "Hemd"})
    assert (first.status_code, first.json()["missing"]) == (200, ["description", "options"])
    options = [
        {"option": "Size", "name": "Größe", "values": {"M": "M", "L": "L"}},
        {"option": "Colour", "name": "Farbe", "values": {"red": "rot"}},
    ]
    body = {"name": "Hemd", "description": "Baumwolle.", "options": options}
    assert staff.put(f"{where}de/", body).json()["missing"] == ["options"]
    options[1]["values"]["blue"] = "blau"
    whole = staff.put(f"{where}de/", body).json()
    assert whole == {
        "language": "de",
        "name": "Hemd",
        "slug": "hemd",
        "description": "Baumwolle.",
        "options": options,
        "missing": [],
        "version": 3,
    }
    assert staff.get(where).json()["results"][0] == whole
    # What is written as it is says nothing new.
    assert staff.put(f"{where}de/", body).json()["version"] == 3


def test_the_world_is_told_what_has_changed_and_who_asks_what_has_changed_since_learns_of_it(staff, api):
    tea, drinks = product(name="Tea"), shelf("Drinks")
    before = len(told())
    later = NOW + timedelta(days=1)
    in_german(tea, name="Tee", now=later)
    in_german(tea, name="Tee", description="Blätter", now=later)
    shelf_in_german(drinks, name="Getränke", now=later)
    staff.delete(f"products/{tea.id}/translations/de/")
    staff.delete(f"categories/{drinks.id}/translations/de/")
    about = {"product_id": str(tea.id), "sku": tea.sku, "language": "de"}
    assert told()[before:] == [
        ("product_translated", {**about, "changed": ["name", "slug"]}),
        ("product_translated", {**about, "changed": ["description"]}),
        ("category_translated", {"category_id": str(drinks.id), "language": "de", "changed": ["name", "slug"]}),
        ("product_translated", {**about, "changed": ["name", "description", "slug"]}),
        ("category_translated", {"category_id": str(drinks.id), "language": "de", "changed": ["name", "slug"]}),
    ]
    since = (NOW + timedelta(hours=1)).isoformat().replace("+", "%2B")
    assert [one["sku"] for one in api.get(f"products/?updated_since={since}").json()["results"]] == [tea.sku]


def test_what_is_taken_away_is_told_as_in_the_original_and_its_addresses_lead_nowhere(staff, api):
    tea = shelf("Tea")
    shelf_in_german(tea, name="Tee")
    shelf_in_german(tea, name="Tee", slug="tees")
    assert staff.delete(f"categories/{tea.id}/translations/de/").status_code == 204
    assert api.get(f"categories/{tea.id}/", Accept_Language="de").json()["name"] == "Tea"
    assert {api.get(f"categories/by-slug/{slug}/").status_code for slug in ("tee", "tees")} == {404}
    again = staff.delete(f"categories/{tea.id}/translations/de/")
    assert (again.status_code, again.json()["code"]) == (404, "catalog.translation_not_found")
    goods = product()
    assert staff.delete(f"products/{goods.id}/translations/xx/").status_code == 404


@pytest.mark.parametrize(
    ("language", "body", "status", "code"),
    [
        ("it", {"name": "Tè"}, 404, "catalog.language_unknown"),
        ("en", {"name": "Tea"}, 404, "catalog.language_unknown"),
        ("de", {}, 422, "catalog.translation_empty"),
        ("de", {"slug": "tee"}, 422, "catalog.translation_empty"),
    ],
)
def test_what_cannot_be_translated_is_refused_with_advice(staff, language, body, status, code):
    goods, tea = product(), shelf("Tea")
    for where in (f"products/{goods.id}", f"categories/{tea.id}"):
        answer = staff.put(f"{where}/translations/{language}/", body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_refusal_of_a_language_says_which_there_are(staff, settings):
    goods = product()
    where = f"products/{goods.id}/translations/"
    assert "de, fr" in staff.put(f"{where}it/", {"name": "Tè"}).json()["detail"]
    assert "originals" in staff.put(f"{where}en/", {"name": "Tea"}).json()["detail"]
    settings.GOTUTO_LANGUAGES = ["en"]
    assert "none besides en" in staff.put(f"{where}de/", {"name": "Tee"}).json()["detail"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([{"option": "Weight", "name": "Gewicht"}], "catalog.option_untranslatable"),
        ([{"option": "Size", "values": {"XXL": "riesig"}}], "catalog.option_untranslatable"),
        ([{"option": "Size", "name": "Colour"}], "catalog.options_alike"),
        ([{"option": "Size", "values": {"M": "groß", "L": "Groß"}}], "catalog.options_alike"),
        ([{"option": "Size", "name": "Größe"}, {"option": "Size", "name": "Weite"}], "catalog.options_alike"),
    ],
)
def test_options_that_nobody_could_tell_apart_or_that_are_not_there_are_refused(staff, options, code):
    answer = staff.put(f"products/{shirt().id}/translations/de/", {"name": "Hemd", "options": options})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_an_option_without_a_word_is_not_kept(staff):
    answer = staff.put(
        f"products/{shirt().id}/translations/de/",
        {"name": "Hemd", "options": [{"option": "Size", "values": {}}]},
    )
    assert answer.json()["options"] == []


def test_nobody_writes_over_what_somebody_else_has_written(staff):
    for made, kind in ((product(), "products"), (shelf("Tea"), "categories")):
        where = f"{kind}/{made.id}/translations/de/"
        tag = staff.put(where, {"name": "Tee"}).headers["ETag"]
        assert staff.put(where, {"name": "Tees"}, If_Match=tag).status_code == 200
        assert staff.put(where, {"name": "Thee"}, If_Match=tag).status_code == 412
        assert staff.delete(where, If_Match=tag).status_code == 412


def test_what_is_not_in_the_catalogue_is_not_translated(staff):
    gone = product()
    archive_product(product_id=gone.id, now=NOW)
    nothing = "01934d1c-0000-7000-8000-00000000dead"
    for where in (f"products/{gone.id}", f"products/{nothing}", f"categories/{nothing}"):
        assert staff.get(f"{where}/translations/").status_code == 404
        assert staff.put(f"{where}/translations/de/", {"name": "Tee"}).status_code == 404


def test_slugs_are_made_of_the_name_stay_and_are_numbered_where_others_have_them(staff):
    first, second = product("A", name="Tea"), product("B", name="Tea")
    assert in_german(first, name="Grüner Tee").slug == "gruner-tee"
    assert in_german(second, name="Grüner Tee").slug == "gruner-tee-2"
    assert in_german(first, name="Schwarzer Tee").slug == "gruner-tee"
    # In another language the same address is free.
    assert in_german(second, "fr", name="Grüner Tee").slug == "gruner-tee"
    taken = staff.put(f"products/{second.id}/translations/de/", {"name": "Tee", "slug": "Grüner Tee"})
    assert (taken.status_code, taken.json()["code"]) == (409, "catalog.translated_slug_taken")
    assert in_german(first, name="Tee", slug="gut").slug == "gut"
    # A former one is nobody else's, and its own again if it wants.
    assert staff.put(f"products/{second.id}/translations/de/", {"name": "Tee", "slug": "gruner-tee"}).status_code == 409
    assert in_german(first, name="Tee", slug="gruner-tee").slug == "gruner-tee"
    # Without a name it has no address of its own; and the same name as in the original needs no number.
    assert in_german(product("C", name="Mate"), description="Blätter").slug == ""
    assert in_german(product("D", name="Chai"), name="Chai").slug == "chai"


def test_an_address_of_a_category_leads_to_it_in_every_language(staff):
    tea, coffee = shelf("Tea"), shelf("Coffee")
    assert shelf_in_german(tea, name="Tea").slug == "tea"
    assert shelf_in_german(tea, "fr", name="Gift").slug == "gift"
    assert shelf_in_german(coffee, name="Gift").slug == "gift-2"
    for slug in ("tea", "gift"):
        answer = staff.put(f"categories/{coffee.id}/translations/de/", {"name": "Kaffee", "slug": slug})
        assert (answer.status_code, answer.json()["code"]) == (409, "catalog.translated_slug_taken")
        assert "'Tea'" in answer.json()["detail"]
    # Nor does a new category take the address of a translation.
    assert create_category(name="Gift", parent_id=None, now=NOW).slug == "gift-3"
    refused = staff.post("categories/", {"name": "Presents", "slug": "gift"})
    assert (refused.status_code, refused.json()["code"]) == (409, "catalog.slug_taken")
    assert shelf_in_german(shelf("Herbs"), description="Kräuter").slug == ""


def test_only_the_role_translates_and_reads_what_is_missing(api, staff_api):
    goods, tea = product(), shelf("Tea")
    for where in (f"products/{goods.id}", f"categories/{tea.id}"):
        assert api.get(f"{where}/translations/").status_code in (401, 403)
        assert staff_api("billing").put(f"{where}/translations/de/", {"name": "Tee"}).status_code == 403


def test_a_dry_run_translates_nothing(staff, api):
    goods = product(name="Tea")
    tried = staff.put(f"products/{goods.id}/translations/de/", {"name": "Tee"}, Prefer="dry-run")
    assert (tried.status_code, tried.headers["Preference-Applied"]) == (200, "dry-run")
    assert api.get(f"products/{goods.id}/", Accept_Language="de").json()["name"] == "Tea"
