"""Purchase orders over HTTP and in the back office."""

import pytest

from contexts.inventory.purchasing.models import PurchaseOrder
from contexts.inventory.stock.models import StockItem
from tests.inventory.builders import stocked
from tests.inventory.test_back_office import sign_in as sign_in
from tests.office import press

pytestmark = pytest.mark.django_db
COST = {"amount": "3.20", "currency": "EUR"}


@pytest.fixture
def keeper(staff_api):
    return staff_api("stock")


@pytest.fixture
def house(keeper):
    stocked(2)
    made = keeper.post("suppliers/", {"name": "Tea House"}).json()
    assert keeper.put(f"suppliers/{made['id']}/goods/TEA/", {"cost": COST}).status_code == 200
    return made


def test_from_the_worklist_to_the_shelf(keeper, house):
    keeper.patch("stock-items/TEA/", {"reorder_point": 5, "reorder_quantity": 10})
    made = keeper.post("shortages/order/", {"supplier_id": house["id"]})
    assert (made.status_code, made.json()["total"]) == (201, {"amount": "32.00", "currency": "EUR"})
    path = f"purchase-orders/{made.json()['id']}/"
    placed = keeper.post(f"{path}place/", {"promised_on": "2027-01-15"}).json()
    assert (placed["state"], placed["promised_on"]) == ("placed", "2027-01-15")
    part = keeper.post(f"{path}receipts/", {"lines": [{"sku": "tea", "quantity": 4}], "delivery_note": "L-1"})
    assert (part.status_code, part.json()["lines"][0]["received"]) == (200, 4)
    refused = keeper.post(f"{path}receipts/", {"lines": [{"sku": "TEA", "quantity": 7}]})
    assert (refused.status_code, refused.json()["code"]) == (409, "inventory.not_ordered")
    assert keeper.post(f"{path}cancel/").json()["code"] == "inventory.parts_received"
    closed = keeper.post(f"{path}close/").json()
    assert (closed["state"], keeper.get(path).json()) == ("received", closed)
    assert keeper.get("purchase-orders/?state=received").json()["results"] == [closed]


def test_one_is_written_by_hand(keeper, house):
    wanted = {"supplier_id": house["id"], "lines": [{"sku": "TEA", "quantity": 5}], "note": "Urgent"}
    made = keeper.post("purchase-orders/", wanted, Idempotency_Key="po-1")
    assert made.status_code == 201
    assert keeper.post("purchase-orders/", wanted, Idempotency_Key="po-1").json()["id"] == made.json()["id"]
    assert keeper.post(f"purchase-orders/{made.json()['id']}/cancel/").json()["state"] == "cancelled"
    unknown = keeper.post("purchase-orders/", {**wanted, "lines": [{"sku": "POT", "quantity": 5}]})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "inventory.cost_missing")


def test_it_is_bought_in_the_back_office(sign_in, house):
    office = sign_in("stock")
    asked = {"supplier": house["id"], "pieces": "tea 12", "location": "", "promised_on": "", "note": "Urgent"}
    answer = office.post("/admin/inventory/purchaseorder/add/", asked)
    row = PurchaseOrder.objects.get()
    page = f"/admin/inventory/purchaseorder/{row.pk}/"
    assert answer["Location"] == f"{page}change/"
    shown = office.get(f"{page}change/").content.decode()
    for words in ("38.40 EUR", "0 of 12", "MAIN"):
        assert words in shown
    press(office, f"{page}place_this/", promised_on="2027-01-15")
    press(office, f"{page}receive_this/", pieces="TEA 5", delivery_note="L-1")
    assert "5 of 12" in office.get("/admin/inventory/purchaseorder/").content.decode()
    press(office, f"{page}close_this/")
    row.refresh_from_db()
    assert (row.state, StockItem.objects.get().on_hand) == ("received", 7)


def test_all_that_is_short_is_ordered_at_once_and_given_up(sign_in, keeper, house):
    keeper.patch("stock-items/TEA/", {"reorder_point": 5})
    office = sign_in("stock")
    asked = {"supplier": house["id"], "pieces": "", "location": "", "promised_on": "", "note": ""}
    assert office.post("/admin/inventory/purchaseorder/add/", asked).status_code == 302
    row = PurchaseOrder.objects.get()
    assert [line.quantity for line in row.lines.all()] == [4]
    press(office, f"/admin/inventory/purchaseorder/{row.pk}/cancel_this/")
    row.refresh_from_db()
    assert row.state == "cancelled"
