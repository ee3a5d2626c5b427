"""The catalogue in the back office: found as in the shop, changed through the same use cases."""

import pytest
from django.test import Client

from contexts.catalog import models
from contexts.catalog.categories.queries import get_category
from contexts.catalog.products.queries import get_product_by_sku
from contexts.catalog.products.reading import get_product
from contexts.catalog.products.use_cases.changing import update_product
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.money import Money
from tests.catalog.builders import NOW, product, shelf, told
from tests.office import act, said

pytestmark = pytest.mark.django_db

PRODUCTS = "/admin/catalog/product/"
CATEGORIES = "/admin/catalog/category/"


def office(*roles):
    email = f"{'-'.join(roles) or 'nobody'}@example.com"
    ensure_staff(email=email, password="a-long-password-9", roles=roles, now=NOW)
    browser = Client()
    assert browser.login(username=email, password="a-long-password-9")
    return browser


@pytest.fixture
def clerk():
    return office("catalog")


def form(on, **changes):
    return {
        "sku": "tea-1",
        "name": "Green tea",
        "price_amount": "12.50",
        "price_currency": "eur",
        "category": str(on.id),
        "description": "",
        "tax_class": "reduced",
        "is_active": "on",
        "version": "1",
        **changes,
    }


def complaints(answer):
    assert answer.status_code == 200
    found = answer.context["adminform"].form.errors
    return {field: " ".join(messages) for field, messages in found.items()}


def test_a_product_is_added(clerk):
    answer = clerk.post(f"{PRODUCTS}add/", form(shelf()))
    assert answer.status_code == 302
    made = get_product_by_sku(sku="TEA-1")
    assert (made.name, str(made.price), made.is_active) == ("Green tea", "12.50 EUR", True)
    assert told()[-1][0] == "product_created"


def test_a_refusal_stands_beside_the_input_and_writes_nothing(clerk):
    on = shelf()
    product("TEA-1", on=on)
    page = f"{PRODUCTS}add/"
    assert "never used again" in complaints(clerk.post(page, form(on)))["sku"]
    assert "greater than zero" in complaints(clerk.post(page, form(on, sku="TEA-2", price_amount="0")))["price_amount"]
    assert "ISO 4217" in complaints(clerk.post(page, form(on, sku="TEA-2", price_currency="XYZ")))["price_currency"]
    assert set(complaints(clerk.post(page, form(on, sku="", name="")))) == {"sku", "name"}
    assert models.Product.objects.count() == 1


def test_a_price_is_shown_with_the_decimals_of_its_currency_and_changed(clerk):
    made = product()
    page = f"{PRODUCTS}{made.id}/change/"
    assert 'value="12.50"' in clerk.get(page).content.decode()
    assert clerk.post(page, form(made.category, price_amount="11.90")).status_code == 302
    assert str(get_product(product_id=made.id, for_sale_only=False).price) == "11.90 EUR"
    assert "price_changed" in [name for name, _ in told()]


def test_who_changes_what_somebody_else_has_changed_since_is_told_so(clerk):
    made = product()
    update_product(product_id=made.id, name="Sencha", now=NOW)
    answer = clerk.post(f"{PRODUCTS}{made.id}/change/", form(made.category, version="1"))
    assert "version 1" in complaints(answer)["__all__"]


def test_a_deleted_product_stays_to_be_seen_in_the_archive(clerk):
    made = product("OLD-1")
    assert clerk.post(f"{PRODUCTS}{made.id}/delete/", {"post": "yes"}).status_code == 302
    assert str(made.id) not in clerk.get(PRODUCTS).content.decode()
    assert str(made.id) in clerk.get(f"{PRODUCTS}?archive=deleted").content.decode()
    page = f"{PRODUCTS}{made.id}/change/"
    assert clerk.get(page).status_code == 200
    assert clerk.post(page, form(shelf())).status_code == 403
    assert clerk.post(f"{PRODUCTS}{made.id}/delete/", {"post": "yes"}).status_code == 403


def test_products_are_found_by_words_and_by_branch(clerk):
    tea = shelf("Tea")
    product("TEA-1", on=shelf("Green", within=tea), name="Sencha")
    product("COF-1", on=shelf("Coffee"))
    for question in ("?q=sen", "?q=tea-1", "?category=tea", "?q="):
        page = clerk.get(f"{PRODUCTS}{question}").content.decode()
        assert "TEA-1" in page
        assert ("COF-1" in page) == (question == "?q=")
    assert "Tea › Green" in clerk.get(PRODUCTS).content.decode()


def test_products_are_put_on_and_taken_off_sale_together(clerk):
    rows = [product("TEA-1"), product("TEA-2")]
    keys = [row.id for row in rows]
    answer = act(clerk, PRODUCTS, "take_off_sale", *keys, reason="Sold out for good.")
    assert said(answer) == ["Take off sale: 2 done."]
    assert not get_product(product_id=rows[0].id, for_sale_only=False).is_active
    assert said(act(clerk, PRODUCTS, "put_on_sale", *keys)) == ["Put on sale: 2 done."]
    assert get_product(product_id=rows[0].id, for_sale_only=False).is_active


def test_the_tree_of_categories_is_listed_with_its_paths_and_grows(clerk):
    tea = shelf("Tea")
    new = {"name": "Green", "parent": str(tea.id), "description": "", "version": "1"}
    assert clerk.post(f"{CATEGORIES}add/", new).status_code == 302
    assert "Tea › Green" in clerk.get(CATEGORIES).content.decode()
    green = models.Category.objects.get(name="Green")
    assert clerk.get(f"{CATEGORIES}{green.id}/change/").status_code == 200
    top = {**new, "parent": "", "name": "Green teas"}
    assert clerk.post(f"{CATEGORIES}{green.id}/change/", top).status_code == 302
    assert get_category(category_id=green.id).parent_id is None


def test_a_category_cannot_stand_in_itself(clerk):
    tea = shelf("Tea")
    circle = {"name": "Tea", "parent": str(tea.id), "description": "", "version": "1"}
    assert "cannot stand in itself" in complaints(clerk.post(f"{CATEGORIES}{tea.id}/change/", circle))["__all__"]


def test_only_an_empty_category_is_deleted(clerk):
    tea, coffee = shelf("Tea"), shelf("Coffee")
    product(on=tea)
    for category in (tea, coffee):
        clerk.post(f"{CATEGORIES}{category.id}/delete/", {"post": "yes"})
    assert {row.name for row in models.Category.objects.all()} == {"Tea"}


def test_a_category_is_picked_by_typing(clerk):
    tea = shelf("Tea")
    asked = {"term": "te", "app_label": "catalog", "model_name": "product", "field_name": "category"}
    found = clerk.get("/admin/autocomplete/", asked).json()["results"]
    assert found == [{"id": str(tea.id), "text": "Tea"}]


def test_staff_without_the_role_look_and_do_not_touch():
    made, browser = product(), office("stock")
    for address in (PRODUCTS, f"{PRODUCTS}{made.id}/change/", CATEGORIES, f"{CATEGORIES}{made.category.id}/change/"):
        assert browser.get(address).status_code == 200
    assert browser.get(f"{PRODUCTS}add/").status_code == 403
    assert browser.post(f"{PRODUCTS}{made.id}/change/", form(made.category)).status_code == 403
    assert browser.post(f"{PRODUCTS}{made.id}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "take_off_sale", "_selected_action": [str(made.id)]}
    browser.post(PRODUCTS, chosen)
    assert get_product(product_id=made.id, for_sale_only=False).is_active


def test_prices_are_sorted_within_each_currency(clerk):
    on = shelf()
    for sku, amount, currency in (("A", "100", "JPY"), ("B", "12.50", "EUR"), ("C", "9", "JPY")):
        product(sku, on=on, price=Money.of(amount, currency))
    for order, expected in (("5", "BCA"), ("-5", "ACB")):
        rows = clerk.get(PRODUCTS, {"o": order}).context["cl"].result_list
        assert "".join(row.sku for row in rows) == expected


def test_a_new_product_is_in_the_currency_of_the_shop(clerk, settings):
    settings.GOTUTO_CURRENCY = "CHF"
    assert clerk.get(f"{PRODUCTS}add/").context["adminform"].form["price_currency"].value() == "CHF"


def test_the_history_of_a_product_says_from_what_to_what(clerk):
    made = product()
    page = f"{PRODUCTS}{made.id}/change/"
    other = shelf("Other")
    clerk.post(page, form(other, price_amount="11.90", version=made.version))
    told = clerk.get(f"{PRODUCTS}{made.id}/history/").content.decode()
    assert "Price (gross): 12.50 → 11.90" in told
    assert "→ Other" in told


def test_a_deletion_says_what_becomes_of_a_product(clerk):
    asked = clerk.get(f"{PRODUCTS}{product().id}/delete/").content.decode()
    assert "It is archived" in asked
    assert "will be deleted" not in asked


def test_an_empty_list_offers_to_add_only_where_that_is_possible(clerk):
    assert "Add product" in clerk.get(PRODUCTS, {"q": "nothing-of-the-kind"}).content.decode()
    shown = clerk.get("/admin/inventory/stockitem/").content.decode()
    assert "There is nothing here yet" in shown
    assert "Add stock item" not in shown
