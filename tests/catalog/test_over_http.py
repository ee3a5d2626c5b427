"""The catalogue as programs see it: everybody reads, the role writes."""

from urllib.parse import urlencode
from uuid import UUID

import pytest

from contexts.catalog.products.use_cases.changing import update_product
from gotuto.ids import new_id
from tests.catalog.builders import NOW, product, shelf

pytestmark = pytest.mark.django_db

PRODUCTS = "products/"
CATEGORIES = "categories/"


def path_of(link):
    return link.removeprefix("http://testserver")


def body(**changes):
    given = {
        "sku": " tea-100 ",
        "name": "Green tea",
        "price": {"amount": "12.5", "currency": "EUR"},
        "category_id": changes.pop("category_id", None) or str(shelf().id),
    }
    return {**given, **changes}


def test_a_product_is_added_and_seen_by_everybody(api, staff_api):
    category = shelf("Green tea")
    made = staff_api("catalog").post(PRODUCTS, body(category_id=str(category.id), description="First flush."))
    assert made.status_code == 201
    product_id = made.json()["id"]
    expected = {
        "id": product_id,
        "sku": "TEA-100",
        "name": "Green tea",
        "slug": "green-tea",
        "description": "First flush.",
        "price": {"amount": "12.50", "currency": "EUR"},
        "tax_class": "standard",
        "category": {"id": str(category.id), "name": "Green tea", "slug": "green-tea"},
        "options": [],
        "is_active": True,
        "version": 1,
        "images": [],
    }
    reduced = dict.fromkeys(("compare_at_price", "lowest_price_30_days", "reduction_percent", "known_since"))
    expected |= reduced
    unmeasured = dict.fromkeys(("weight_grams", "length_mm", "width_mm", "height_mm")) | reduced
    itself = {
        "sku": "TEA-100",
        "name": "Green tea",
        "options": {},
        "price": expected["price"],
        "gtin": "",
        "is_active": True,
    }
    detail = {**expected, "attributes": {}, "variants": [{**itself, **unmeasured}]}
    assert made.json() == detail
    assert api.get(f"{PRODUCTS}{product_id}/").json() == detail
    assert api.get(PRODUCTS).json() == {"next": None, "previous": None, "results": [expected]}


def test_a_list_is_filtered_searched_sorted_and_paged(api):
    tea, coffee = shelf("Tea"), shelf("Coffee")
    for sku, on in (("TEA-1", tea), ("TEA-2", tea), ("COF-1", coffee)):
        product(sku, on=on)
    first = api.get(f"{PRODUCTS}?category=tea&ordering=-name&page_size=1").json()
    second = api.get(path_of(first["next"])).json()
    assert [one["sku"] for one in first["results"] + second["results"]] == ["TEA-2", "TEA-1"]
    assert second["next"] is None
    assert api.get(path_of(second["previous"])).json()["results"] == first["results"]
    assert [one["sku"] for one in api.get(f"{PRODUCTS}?search=cof").json()["results"]] == ["COF-1"]


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ({"ordering": "colour"}, "ordering"),
        ({"page_size": "101"}, "page_size"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"search": "x" * 201}, "search"),
    ],
)
def test_a_question_that_cannot_be_understood_names_its_field(api, question, field):
    answer = api.get(f"{PRODUCTS}?{urlencode(question)}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid"
    assert field in answer.json()["errors"]


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"sku": "TEA 1"}, 400, "invalid", "sku"),
        ({"sku": ""}, 400, "invalid", "sku"),
        ({"name": "  "}, 400, "invalid", "name"),
        ({"price": {"amount": 12.5, "currency": "EUR"}}, 400, "invalid", "price"),
        ({"price": {"amount": "12.505", "currency": "EUR"}}, 400, "invalid", "price"),
        ({"price": {"amount": "0.00", "currency": "EUR"}}, 422, "catalog.price_not_positive", "price"),
        ({"price": {"amount": "-1.00", "currency": "EUR"}}, 422, "catalog.price_not_positive", "price"),
        ({"category_id": "tea"}, 400, "invalid", "category_id"),
        ({"category_id": str(new_id())}, 422, "catalog.unknown_category", "category_id"),
        ({"sku": "taken"}, 409, "catalog.sku_taken", "sku"),
    ],
)
def test_a_product_that_cannot_be_added_says_why(staff_api, change, status, code, field):
    product("TAKEN")
    answer = staff_api("catalog").post(PRODUCTS, body(**change))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert field in answer.json()["errors"]


def test_what_is_not_for_sale_is_seen_by_staff_only(api, customer_api, staff_api):
    hidden = product("OLD-1", is_active=False)
    staff = staff_api("catalog")
    for outsider in (api, customer_api()):
        assert outsider.get(f"{PRODUCTS}{hidden.id}/").status_code == 404
        assert outsider.get(PRODUCTS).json()["results"] == []
        assert outsider.get(f"{PRODUCTS}?is_active=false").json()["results"] == []
    assert staff.get(f"{PRODUCTS}{hidden.id}/").json()["is_active"] is False
    assert len(staff.get(PRODUCTS).json()["results"]) == 1
    assert len(staff.get(f"{PRODUCTS}?is_active=false").json()["results"]) == 1
    assert staff.get(f"{PRODUCTS}?is_active=true").json()["results"] == []


def test_writing_needs_the_role(api, customer_api, staff_api):
    made, tea = product(), shelf()
    requests = [
        ("post", PRODUCTS),
        ("patch", f"{PRODUCTS}{made.id}/"),
        ("delete", f"{PRODUCTS}{made.id}/"),
        ("post", CATEGORIES),
        ("patch", f"{CATEGORIES}{tea.id}/"),
        ("delete", f"{CATEGORIES}{tea.id}/"),
    ]
    for client, status in ((api, 401), (customer_api(), 403), (staff_api("stock"), 403)):
        for method, path in requests:
            assert getattr(client, method)(path).status_code == status, path


def test_a_change_is_guarded_by_the_version_that_was_seen(api, staff_api):
    made, staff = product(), staff_api("catalog")
    path = f"{PRODUCTS}{made.id}/"
    seen = api.get(path)["ETag"]
    price = {"price": {"amount": "11.90", "currency": "EUR"}}
    changed = staff.patch(path, price, If_Match=seen)
    assert changed.status_code == 200
    assert changed.json()["price"] == price["price"]
    assert changed["ETag"] != seen
    for late in (
        staff.patch(path, {"name": "Sencha"}, If_Match=seen),
        staff.delete(path, If_Match=seen),
    ):
        assert (late.status_code, late.json()["code"]) == (412, "stale_version")
    assert api.get(path, If_None_Match=changed["ETag"]).status_code == 304


def test_a_patch_with_the_whole_product_is_fine_but_another_sku_is_not(staff_api):
    made, staff = product("TEA-1"), staff_api("catalog")
    path = f"{PRODUCTS}{made.id}/"
    assert staff.patch(path, {"sku": "tea-1", "is_active": False}).json()["is_active"] is False
    assert staff.patch(path, {"sku": "TEA-2"}).json()["code"] == "catalog.sku_fixed"


def test_a_deleted_product_is_gone_and_its_sku_stays_taken(api, staff_api):
    made, staff = product("TEA-1"), staff_api("catalog")
    path = f"{PRODUCTS}{made.id}/"
    assert staff.delete(path).status_code == 204
    for client in (api, staff):
        assert client.get(path).json()["code"] == "catalog.product_not_found"
    assert staff.delete(path).status_code == 404
    assert staff.post(PRODUCTS, body(sku="TEA-1")).status_code == 409


def test_a_repeated_request_adds_one_product(staff_api):
    staff, wanted = staff_api("catalog"), body()
    first = staff.post(PRODUCTS, wanted, Idempotency_Key="k-1")
    product_id = UUID(first.json()["id"])
    update_product(product_id=product_id, name="Sencha", now=NOW)
    again = staff.post(PRODUCTS, wanted, Idempotency_Key="k-1")
    assert (again.status_code, again["Idempotency-Replayed"]) == (201, "true")
    assert (again.json()["id"], again.json()["name"]) == (str(product_id), "Sencha")
    other = staff.post(PRODUCTS, body(sku="OTHER"), Idempotency_Key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.key_reused")


def test_the_browsable_page_offers_a_product_that_can_be_added(staff_api):
    staff = staff_api("catalog")
    assert staff.get(PRODUCTS, Accept="text/html").status_code == 200
    shelf_id = str(shelf().id)
    page = staff.get(PRODUCTS, Accept="text/html").content.decode()
    assert shelf_id in page
    assert "MATE-250" in page


def test_categories_grow_into_a_tree(api, staff_api):
    staff = staff_api("catalog")
    tea = staff.post(CATEGORIES, {"name": "Tea", "description": "Leaves."}, Idempotency_Key="t").json()
    assert staff.post(CATEGORIES, {"name": "Tea", "description": "Leaves."}, Idempotency_Key="t").json() == tea
    green = staff.post(CATEGORIES, {"name": "Green", "parent_id": tea["id"]}).json()
    assert tea["parent_id"] is None
    assert green == {
        "id": green["id"],
        "name": "Green",
        "slug": "green",
        "description": "",
        "parent_id": tea["id"],
        "position": 0,
        "version": 1,
    }
    assert [one["name"] for one in api.get(CATEGORIES).json()["results"]] == ["Green", "Tea"]
    assert [one["name"] for one in api.get(f"{CATEGORIES}?parent_id={tea['id']}").json()["results"]] == ["Green"]
    assert api.get(f"{CATEGORIES}{green['id']}/").json() == {
        **green,
        "ancestors": [{name: tea[name] for name in ("id", "name", "slug")}],
    }
    leaf = {"id": green["id"], "name": "Green", "slug": "green", "children": [], "is_cut": False, "product_count": None}
    root = {"id": tea["id"], "name": "Tea", "slug": "tea", "children": [leaf], "is_cut": False, "product_count": None}
    assert api.get(f"{CATEGORIES}tree/").json() == {"results": [root]}


def test_a_category_is_moved_and_never_into_itself(staff_api):
    staff, tea = staff_api("catalog"), shelf("Tea")
    green = shelf("Green", within=tea)
    circle = staff.patch(f"{CATEGORIES}{tea.id}/", {"parent_id": str(green.id)})
    assert (circle.status_code, circle.json()["code"]) == (422, "catalog.category_cycle")
    assert "parent_id" in circle.json()["errors"]
    top = staff.patch(f"{CATEGORIES}{green.id}/", {"parent_id": None, "name": "Green tea"}).json()
    assert (top["parent_id"], top["name"], top["version"]) == (None, "Green tea", 2)
    lost = staff.post(CATEGORIES, {"name": "Lost", "parent_id": str(new_id())})
    assert (lost.status_code, lost.json()["code"]) == (422, "catalog.unknown_parent")


def test_only_an_empty_category_is_deleted(api, staff_api):
    staff, tea = staff_api("catalog"), shelf()
    made = product(on=tea)
    full = staff.delete(f"{CATEGORIES}{tea.id}/")
    assert (full.status_code, full.json()["code"]) == (409, "catalog.category_not_empty")
    staff.delete(f"{PRODUCTS}{made.id}/")
    assert staff.delete(f"{CATEGORIES}{tea.id}/").status_code == 204
    assert api.get(f"{CATEGORIES}{tea.id}/").status_code == 404


def test_lists_and_details_cost_one_statement_and_a_search_another(api, django_assert_num_queries):
    tea = shelf()
    for number in range(5):
        made = product(f"TEA-{number}", on=tea)
    for path in (PRODUCTS, f"{PRODUCTS}?category=tea", f"{PRODUCTS}{made.id}/", CATEGORIES):
        with django_assert_num_queries(1):
            assert api.get(path).status_code == 200
    for path in (f"{PRODUCTS}?category=tea&search=tea", f"{PRODUCTS}?search=tea&ordering=price"):
        with django_assert_num_queries(2):
            assert api.get(path).status_code == 200
    # One of them counts how often somebody asks.
    with django_assert_num_queries(3):
        assert api.get(f"{PRODUCTS}suggest/?q=te").json()["suggestions"]
    with django_assert_num_queries(3):
        assert api.get(f"{PRODUCTS}?search=tea&facets=true").json()["facets"]["total"] == "5"
