"""Translations in the back office: what is missing stands on the page of the original, and is filled in beside it."""

import pytest

from contexts.catalog.categories.queries import find_category
from contexts.catalog.products.reading import get_product
from contexts.catalog.translations.dto import OptionText
from contexts.catalog.translations.models import CategoryTranslation, ProductTranslation
from tests.catalog.builders import product, shelf
from tests.catalog.test_back_office import complaints, office
from tests.catalog.translations.said import KNOWN, in_german, shelf_in_german
from tests.catalog.variants.shirts import shirt

pytestmark = pytest.mark.django_db

OF_PRODUCTS, OF_CATEGORIES = "/admin/catalog/producttranslation/", "/admin/catalog/categorytranslation/"
PRODUCTS, CATEGORIES = "/admin/catalog/product/", "/admin/catalog/category/"


@pytest.fixture(autouse=True)
def languages(settings):
    settings.GOTUTO_LANGUAGES = KNOWN


@pytest.fixture
def clerk():
    return office("catalog")


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def form(**said):
    return {"language": "de", "name": "", "slug": "", "description": "", "options": "", "version": "1", **said}


def test_the_page_of_a_product_shows_what_is_missing_and_leads_to_it(clerk):
    made = shirt(description="Cotton. " * 20)
    in_german(made, name="Hemd")
    told = page(clerk, f"{PRODUCTS}{made.id}/change/")
    assert "description, options missing" in told
    assert "name, description, options missing" in told
    assert f"{OF_PRODUCTS}add/?product={made.id}&amp;language=fr" in told
    assert str(ProductTranslation.objects.get().pk) in told
    whole = product("CUP", name="Cup")
    for language in ("de", "fr"):
        in_german(whole, language, name="Tasse")
    told = page(clerk, f"{PRODUCTS}{whole.id}/change/")
    assert "complete" in told
    assert "name missing" not in told


def test_who_only_looks_is_led_nowhere(clerk):
    made = product()
    told = page(office("support"), f"{PRODUCTS}{made.id}/change/")
    assert "name missing" in told
    assert OF_PRODUCTS not in told


def test_a_shop_with_one_language_has_no_such_part(clerk, settings):
    settings.GOTUTO_LANGUAGES = ["en"]
    made = product()
    assert "in other languages" not in page(clerk, f"{PRODUCTS}{made.id}/change/").lower()
    assert "not translated into" not in page(clerk, PRODUCTS)


def test_a_product_is_translated_beside_its_original(clerk):
    made = shirt(description="Cotton.")
    asked = page(clerk, f"{OF_PRODUCTS}add/?product={made.id}&language=de")
    assert "Cotton." in asked
    assert "Size =; M =; L =" in asked
    sent = form(
        product=str(made.id),
        name="Hemd",
        description="Baumwolle.",
        options="Size = Größe; M = M; L = groß\nColour = Farbe; red = rot; blue =",
    )
    answer = clerk.post(f"{OF_PRODUCTS}add/?product={made.id}&language=de", sent)
    assert answer["Location"] == f"/admin/catalog/product/{made.id}/change/"
    told = get_product(product_id=made.id, for_sale_only=False, language="de")
    assert [one.name for one in told.variants] == ["Hemd, M, rot", "Hemd, groß, rot"]
    row = ProductTranslation.objects.get()
    assert "Size = Größe; M = M; L = groß" in page(clerk, f"{OF_PRODUCTS}{row.id}/change/")
    changed = clerk.post(f"{OF_PRODUCTS}{row.id}/change/", form(name="Oberhemd", slug="oberhemd"))
    assert changed.status_code == 302
    row.refresh_from_db()
    assert (row.name, row.former_slugs, row.options) == ("Oberhemd", ["hemd"], [])
    stale = clerk.post(f"{OF_PRODUCTS}{row.id}/change/", form(name="Bluse"))
    assert "Somebody else changed it" in complaints(stale)["__all__"]
    assert "Oberhemd" in page(clerk, f"{OF_PRODUCTS}?language=de")
    assert clerk.post(f"{OF_PRODUCTS}{row.id}/delete/", {"post": "yes"}).status_code == 302
    assert not ProductTranslation.objects.exists()


def test_a_product_can_be_chosen_on_the_page_and_is_refused_a_second_translation(clerk):
    made = product(name="Tea")
    assert "Stands" not in page(clerk, f"{OF_PRODUCTS}add/")
    assert clerk.post(f"{OF_PRODUCTS}add/", form(product=str(made.id), name="Tee")).status_code == 302
    again = clerk.post(f"{OF_PRODUCTS}add/", form(product=str(made.id), name="Thee"))
    assert "Somebody else changed it" in complaints(again)["__all__"]
    assert "product" in complaints(clerk.post(f"{OF_PRODUCTS}add/", form(product="nonsense", name="Tee")))


@pytest.mark.parametrize("options", ["Size", "Size = x; = y", "; ;", "Size = " + "x" * 61])
def test_options_that_nobody_can_read_are_told_with_an_example(clerk, options):
    answer = clerk.post(f"{OF_PRODUCTS}add/", form(product=str(shirt().id), name="Hemd", options=options))
    assert "Write a line for each option" in complaints(answer)["options"]


def test_a_category_is_translated_beside_its_original(clerk):
    tea, coffee = shelf("Tea"), shelf("Coffee")
    shelf_in_german(coffee, name="Kaffee")
    told = page(clerk, f"{CATEGORIES}{tea.id}/change/")
    assert f"{OF_CATEGORIES}add/?category={tea.id}&amp;language=de" in told
    assert clerk.get(f"{OF_CATEGORIES}add/?category={tea.id}&language=de").status_code == 200
    taken = clerk.post(f"{OF_CATEGORIES}add/", form(category=str(tea.id), name="Tee", slug="kaffee"))
    assert "Coffee" in complaints(taken)["slug"]
    assert clerk.post(f"{OF_CATEGORIES}add/", form(category=str(tea.id), name="Tee")).status_code == 302
    assert find_category(slug="tee").id == tea.id
    row = CategoryTranslation.objects.get(category=tea.id)
    assert "Tee" in page(clerk, f"{OF_CATEGORIES}{row.id}/change/")
    assert clerk.post(f"{OF_CATEGORIES}{row.id}/change/", form(name="Tees", slug="tee")).status_code == 302
    assert str(row.pk) in page(clerk, f"{OF_CATEGORIES}?q=tee")
    assert clerk.post(f"{OF_CATEGORIES}{row.id}/delete/", {"post": "yes"}).status_code == 302
    assert [str(one) for one in CategoryTranslation.objects.all()] == ["Coffee de"]


def test_lists_show_what_is_not_translated_into_a_language(clerk):
    tea, done, part = shelf("Tea"), product("DONE"), shirt(category_id=shelf("Clothes").id)
    in_german(done, name="Fertig")
    in_german(part, name="Hemd", options=[OptionText(option="Size", name="Größe", values={"M": "M", "L": "L"})])
    shelf_in_german(tea, name="Tee")
    lacking = page(clerk, f"{PRODUCTS}?not_translated=de")
    assert part.sku in lacking
    assert f"{done.id}/change" not in lacking
    assert f"{done.id}/change" in page(clerk, f"{PRODUCTS}?not_translated=fr")
    categories = page(clerk, f"{CATEGORIES}?not_translated=de")
    assert f"{tea.id}/change" not in categories
    assert "Clothes" in categories
