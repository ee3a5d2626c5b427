"""Locations, transfers and picking lists over HTTP and in the back office."""

import pytest

from contexts.inventory.locations.models import Location
from contexts.inventory.stock.models import StockItem
from contexts.inventory.stocktakes.models import Stocktake
from contexts.inventory.transfers.models import Transfer
from gotuto.ids import Sku
from gotuto.roles import Role
from tests.clients import staff_api
from tests.inventory.builders import an_order, lies, location, product, reserve, stocked, stocked_at
from tests.inventory.test_back_office import sign_in as sign_in
from tests.office import press, said

pytestmark = pytest.mark.django_db
HOME = {"name": "Tea Ltd", "line1": "Speicherstraße 7", "postal_code": "20457", "city": "Hamburg", "country": "DE"}


@pytest.fixture
def keeper():
    return staff_api(Role.STOCK)


def test_a_place_is_made_described_and_closed(keeper):
    made = keeper.post("/api/v1/locations/", {"name": "Hamburg", "priority": 7, "address": HOME})
    assert (made.status_code, made.json()["code"], made.json()["priority"]) == (201, "HAMBURG", 7)
    assert made.json()["address"]["city"] == "Hamburg"
    path = f"/api/v1/locations/{made.json()['id']}/"
    assert keeper.patch(path, {"name": "Harbour"}).json()["name"] == "Harbour"
    assert keeper.get("/api/v1/locations/hamburg/").json()["name"] == "Harbour"
    assert [one["code"] for one in keeper.get("/api/v1/locations/").json()["results"]] == ["MAIN", "HAMBURG"]
    assert keeper.patch(path, {"is_closed": True}).json()["closed_at"] is not None


def test_what_lies_at_a_place_keeps_it_open(keeper):
    product("TEA")
    location("HAMBURG")
    booked = keeper.post(
        "/api/v1/stock-items/TEA/receipts/", {"quantity": 5, "location": "HAMBURG", "reference": "DN 7"}
    )
    assert (booked.status_code, booked.json()["on_hand"]) == (201, 5)
    refused = keeper.patch("/api/v1/locations/HAMBURG/", {"is_closed": True})
    assert (refused.status_code, refused.json()["code"]) == (409, "inventory.location_not_empty")
    [moved] = keeper.get("/api/v1/stock-items/TEA/movements/").json()["results"]
    assert (moved["location"], moved["reference"], moved["kind"]) == ("HAMBURG", "DN 7", "receipt")


def test_the_levels_of_a_sku_are_shown(keeper):
    stocked(5)
    location("HAMBURG")
    stocked_at("HAMBURG", 3)
    reserve(an_order(), TEA=6)
    levels = keeper.get("/api/v1/stock-items/TEA/levels/").json()
    assert [(one["location"], one["on_hand"], one["reserved"], one["available"]) for one in levels["results"]] == [
        ("MAIN", 5, 5, 0),
        ("HAMBURG", 3, 1, 2),
    ]


def test_stock_is_listed_by_where_it_lies(keeper):
    stocked(5, "TEA")
    product("CUP")
    here = location("HAMBURG")
    stocked_at("HAMBURG", 3, "CUP")

    def listed(place):
        return [one["sku"] for one in keeper.get(f"/api/v1/stock-items/?location={place}").json()["results"]]

    assert (listed("MAIN"), listed(here), listed("nowhere")) == (["TEA"], ["CUP"], [])
    assert listed(keeper.get("/api/v1/locations/HAMBURG/").json()["id"]) == ["CUP"]


@pytest.mark.parametrize(("cause", "delta", "status"), [("scrap", -1, 201), ("return", 1, 201), ("write_off", 1, 422)])
def test_a_correction_says_what_happened(keeper, cause, delta, status):
    stocked(5)
    wanted = {"delta": delta, "reason": "It fell.", "cause": cause}
    answer = keeper.post("/api/v1/stock-items/TEA/adjustments/", wanted)
    assert answer.status_code == status
    moved = keeper.get("/api/v1/stock-items/TEA/movements/").json()["results"][0]
    assert moved["kind"] == (cause if status == 201 else "receipt")


def test_goods_go_from_place_to_place(keeper):
    stocked(5)
    location("HAMBURG")
    wanted = {"to_location": "HAMBURG", "lines": [{"sku": "TEA", "quantity": 3}], "note": "For Monday"}
    made = keeper.post("/api/v1/transfers/", wanted, Idempotency_Key="once")
    again = keeper.post("/api/v1/transfers/", wanted, Idempotency_Key="once")
    assert (made.status_code, made.json()["state"], again.json()["id"]) == (201, "draft", made.json()["id"])
    path = f"/api/v1/transfers/{made.json()['id']}/"
    assert keeper.post(f"{path}send/").json()["state"] == "sent"
    assert keeper.post(f"{path}cancel/").json()["code"] == "inventory.transfer_moved"
    part = keeper.post(f"{path}receive/", {"lines": [{"sku": "TEA", "quantity": 1, "missing": 1}]})
    assert part.json()["lines"] == [{"sku": "TEA", "quantity": 3, "received": 1, "missing": 1}]
    assert keeper.post(f"{path}receive/", {}).json()["state"] == "received"
    assert lies() == {"MAIN": (2, 0), "HAMBURG": (2, 0)}
    [listed] = keeper.get("/api/v1/transfers/?state=received").json()["results"]
    assert listed == keeper.get(path).json()


def test_a_place_is_kept_in_the_back_office(sign_in):
    office = sign_in("stock")
    address = {"recipient": "Tea Ltd", **{name: HOME[name] for name in ("line1", "postal_code", "city", "country")}}
    office.post("/admin/inventory/location/add/", {"name": "Hamburg", "priority": 5, **address})
    row = Location.objects.get(code="HAMBURG")
    page = f"/admin/inventory/location/{row.id}/change/"
    assert 'value="Speicherstraße 7"' in office.get(page).content.decode()
    wanted = {"name": "Harbour", "priority": 6, "seen_version": 1, "is_closed": "on"}
    office.post(page, wanted)
    row.refresh_from_db()
    assert (row.name, row.priority, row.closed_at is None, row.address["city"]) == ("Harbour", 6, False, "Hamburg")
    listed = office.get("/admin/inventory/location/").content.decode()
    assert "closed" in listed
    assert "Hamburg" in listed


def test_a_packer_looks_at_places(sign_in):
    location("HAMBURG")
    row = Location.objects.get(code="HAMBURG")
    assert sign_in("fulfilment").get(f"/admin/inventory/location/{row.id}/change/").status_code == 200


def test_a_transfer_is_written_sent_and_received_in_the_back_office(sign_in):
    stocked(5)
    stocked(5, "CUP")
    location("HAMBURG")
    office, place = sign_in("stock"), Location.objects.get(code="HAMBURG")
    wrong = office.post("/admin/inventory/transfer/add/", {"to_location": place.id, "pieces": "TEA"})
    assert "A line is a SKU and a number of pieces" in wrong.content.decode()
    empty = office.post("/admin/inventory/transfer/add/", {"pieces": "TEA 1"})
    assert "nothing moves" in empty.content.decode()
    office.post("/admin/inventory/transfer/add/", {"to_location": place.id, "pieces": "tea 3\n\nCUP 1", "note": "x"})
    row = Transfer.objects.get()
    page = f"/admin/inventory/transfer/{row.id}/"
    shown = office.get(f"{page}change/").content.decode()
    assert "MAIN → HAMBURG" in shown
    assert said(press(office, f"{page}send_this/")) == ["Send: done."]
    assert "1 × CUP, 3 × TEA" in office.get("/admin/inventory/transfer/").content.decode()
    nothing = press(office, f"{page}receive_this/", quantity="", missing="")
    assert "Say what has come" in nothing.content.decode()
    press(office, f"{page}receive_this/", quantity="TEA 2\nCUP 1", missing="TEA 1")
    row.refresh_from_db()
    assert (row.state, lies()) == ("received", {"MAIN": (2, 0), "HAMBURG": (2, 0)})
    assert "received" in office.get(f"{page}change/").content.decode()


def test_a_draft_is_given_up_in_the_back_office(sign_in):
    stocked(5)
    place, office = location("HAMBURG"), sign_in("stock")
    place = Location.objects.get(code=place)
    office.post("/admin/inventory/transfer/add/", {"from_location": "", "to_location": place.id, "pieces": "TEA 3"})
    row = Transfer.objects.get()
    assert said(press(office, f"/admin/inventory/transfer/{row.id}/cancel_this/")) == ["Give up: done."]
    assert "cancelled" in office.get(f"/admin/inventory/transfer/{row.id}/change/").content.decode()


def test_pieces_come_in_at_a_place_in_the_back_office(sign_in):
    stocked(5)
    location("HAMBURG")
    office, place = sign_in("stock"), Location.objects.get(code="HAMBURG")
    item = StockItem.objects.get(sku=Sku("TEA"))
    press(office, f"/admin/inventory/stockitem/{item.id}/receive_this/", pieces=4, reason="", location=place.id)
    assert lies() == {"MAIN": (5, 0), "HAMBURG": (4, 0)}
    page = office.get(f"/admin/inventory/stockitem/{item.id}/change/").content.decode()
    assert "HAMBURG" in page
    press(office, f"/admin/inventory/stockitem/{item.id}/count_this/", counted=3, reason="Counted")
    assert lies() == {"MAIN": (3, 0), "HAMBURG": (4, 0)}
    assert "HAMBURG" in office.get("/admin/inventory/movement/").content.decode()


def test_a_shelf_is_counted_over_http(keeper):
    stocked(10)
    made = keeper.post("/api/v1/stocktakes/", {"skus": ["TEA"], "note": "Shelf 3"}).json()
    path = f"/api/v1/stocktakes/{made['id']}/"
    assert (made["lines"], made["state"]) == (1, "open")
    counted = keeper.post(f"{path}counts/", {"counts": [{"sku": "TEA", "quantity": 8}]})
    assert counted.json()["counted"] == 1
    [line] = keeper.get(f"{path}lines/?state=counted").json()["results"]
    assert (line["sku"], line["counted"], line["expected"], line["difference"]) == ("TEA", 8, 10, -2)
    assert "TEA,counted,8,10,-2" in b"".join(keeper.get(f"{path}lines/?format=csv").streaming_content).decode()
    assert keeper.post(f"{path}close/").json()["state"] == "closed"
    assert keeper.post(f"{path}cancel/").json()["code"] == "inventory.stocktake_ended"
    [listed] = keeper.get("/api/v1/stocktakes/?state=closed").json()["results"]
    assert listed == keeper.get(path).json()
    assert lies() == {"MAIN": (8, 0)}


def test_a_shelf_is_counted_in_the_back_office(sign_in):
    stocked(10)
    stocked(3, "CUP")
    reserve(an_order(), TEA=9)
    office = sign_in("stock")
    nothing = office.post("/admin/inventory/stocktake/add/", {"skus": "PLATE"})
    assert "A stocktake counts between 1 and" in nothing.content.decode()
    office.post("/admin/inventory/stocktake/add/", {"skus": "tea\ncup", "note": "Shelf 3"})
    row = Stocktake.objects.get()
    page = f"/admin/inventory/stocktake/{row.id}/"
    wrong = press(office, f"{page}count_this/", counts="TEA many")
    assert "A line is a SKU and a number of pieces" in wrong.content.decode()
    assert "Still to count: CUP, TEA." in wrong.content.decode()
    press(office, f"{page}count_this/", counts="SKU;pieces\nTEA;8\nCUP\ncup\n\nCUP, 2")
    assert "Everything has been counted once." in office.get(f"{page}count_this/").content.decode()
    press(office, f"{page}close_this/")
    shown = office.get(f"{page}change/").content.decode()
    assert "2 of 2 counted, 1 booked, 1 in the way of reservations" in shown
    assert "8 would be left, and 9 are kept for orders" in shown
    assert "+1" in shown
    assert said(press(office, f"{page}cancel_this/")) == ["Give up: done."]
    assert "cancelled" in office.get("/admin/inventory/stocktake/").content.decode()
    assert (lies(), lies("CUP")) == ({"MAIN": (10, 9)}, {"MAIN": (4, 0)})
