"""Suppliers over HTTP and in the back office."""

import pytest

from contexts.inventory.suppliers.models import Supplier, SupplierGood
from tests.inventory.builders import stocked
from tests.inventory.test_back_office import sign_in as sign_in

pytestmark = pytest.mark.django_db
COST = {"amount": "4.20", "currency": "EUR"}


@pytest.fixture
def keeper(staff_api):
    return staff_api("stock")


def made(keeper, **more):
    return keeper.post("suppliers/", {"name": "Tea House", **more}).json()


def test_a_supplier_and_its_goods(keeper):
    stocked(1)
    house = made(keeper, code="house", email="orders@example.com", lead_time_days=14)
    assert keeper.get(f"suppliers/{house['id']}/").json() == house
    assert keeper.get("suppliers/?is_archived=false").json()["results"] == [house]
    changed = keeper.patch(f"suppliers/{house['id']}/", {"lead_time_days": 7})
    assert (changed.status_code, changed.json()["lead_time_days"]) == (200, 7)
    path = f"suppliers/{house['id']}/goods/tea/"
    good = keeper.put(path, {"cost": COST, "supplier_sku": "EG-100", "pack_size": 12})
    assert (good.status_code, good.json()["sku"], good.json()["is_preferred"]) == (200, "TEA", True)
    assert keeper.get(f"suppliers/{house['id']}/goods/").json()["results"] == [good.json()]
    assert keeper.delete(path).status_code == 204
    refused = keeper.delete(path)
    assert (refused.status_code, refused.json()["code"]) == (404, "inventory.supplier_good_not_found")


def test_what_cannot_be_is_refused(keeper):
    house = made(keeper)
    assert keeper.post("suppliers/", {"name": "Tea House"}).json()["code"] == "inventory.supplier_taken"
    unknown = keeper.put(f"suppliers/{house['id']}/goods/NOTHING/", {"cost": COST})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "inventory.sku_unknown")


def test_a_supplier_is_kept_in_the_back_office(sign_in):
    office = sign_in("stock")
    asked = {"name": "Tea House", "code": "", "email": "", "currency": "", "lead_time_days": "14", "seen_version": ""}
    answer = office.post("/admin/inventory/supplier/add/", asked)
    house = Supplier.objects.get()
    page = f"/admin/inventory/supplier/{house.pk}/change/"
    assert answer["Location"] == page
    shown = office.get(page).content.decode()
    assert "TEA-HOUSE" in shown
    answer = office.post(page, {**asked, "lead_time_days": "1", "is_archived": "on", "seen_version": "1"})
    assert answer.status_code == 302
    house.refresh_from_db()
    assert (house.lead_time_days, house.archived_at is None) == (1, False)
    assert "Add goods" not in office.get(page).content.decode()
    shown = office.get("/admin/inventory/supplier/").content.decode()
    assert "1 day" in shown
    assert "archived" in shown
    seen = sign_in("catalog").get(page).content.decode()
    assert "TEA-HOUSE" in seen
    assert 'name="lead_time_days"' not in seen


def test_what_a_supplier_has_is_kept_in_the_back_office(sign_in, keeper):
    stocked(1)
    house, office = made(keeper), sign_in("stock")
    asked = {
        "supplier": house["id"], "sku": "tea", "supplier_sku": "EG", "cost_amount": "4.20", "pack_size": "12", "seen_version": "",
    }  # fmt: skip
    supplier = f"/admin/inventory/supplier/{house['id']}/change/"
    add = f"/admin/inventory/suppliergood/add/?supplier={house['id']}"
    assert add in office.get(supplier).content.decode()
    assert "Tea House (TEA-HOUSE)</option>" in office.get(add).content.decode()
    assert office.post(add, asked)["Location"] == supplier
    good = SupplierGood.objects.get()
    page = f"/admin/inventory/suppliergood/{good.pk}/change/"
    assert "4.20" in office.get(page).content.decode()
    assert (
        office.post(page, {**asked, "cost_amount": "4.40", "is_preferred": "on", "seen_version": "1"}).status_code
        == 302
    )
    good.refresh_from_db()
    assert (str(good.to_dto().cost), good.version) == ("4.40 EUR", 2)
    assert "4.40 EUR" in office.get("/admin/inventory/suppliergood/").content.decode()
    assert "4.40 EUR" in office.get(f"/admin/inventory/supplier/{house['id']}/change/").content.decode()
    assert 'name="cost_amount"' not in sign_in("catalog").get(page).content.decode()
    office = sign_in("stock")
    assert office.post(f"/admin/inventory/suppliergood/{good.pk}/delete/", {"post": "yes"}).status_code == 302
    assert SupplierGood.objects.count() == 0
    again = office.post("/admin/inventory/suppliergood/add/", asked)
    assert again["Location"] == "/admin/inventory/suppliergood/"
