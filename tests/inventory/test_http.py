"""Stock over HTTP, and who may move it."""

import pytest

from tests.inventory.builders import an_order, product, reserve, stocked


@pytest.fixture
def keeper(staff_api):
    """Staff who mind the warehouse."""
    return staff_api("stock")


def test_everybody_may_ask_what_can_be_bought(db, api):
    stocked(5)
    reserve(an_order(), TEA=2)
    answer = api.get("availability/?sku=tea&sku=NOTHING")
    assert answer.json() == {
        "results": [
            {"sku": "TEA", "available": 3, "is_available": True, "can_wait": False, "expected_at": None},
            {"sku": "NOTHING", "available": 0, "is_available": False, "can_wait": False, "expected_at": None},
        ]
    }


@pytest.mark.parametrize("question", ["", "?sku=", "?" + "&".join(f"sku=S{number}" for number in range(501))])
def test_the_question_for_availability_names_one_to_five_hundred_skus(db, api, question):
    answer = api.get(f"availability/{question}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert all(field.startswith("sku") for field in answer.json()["errors"])


def test_a_product_just_made_can_be_received(keeper):
    product("TEA")
    answer = keeper.post("stock-items/TEA/receipts/", {"quantity": 50, "reason": "Delivery note 7"})
    assert answer.status_code == 201
    assert {name: answer.json()[name] for name in ("sku", "on_hand", "reserved", "available")} == {
        "sku": "TEA",
        "on_hand": 50,
        "reserved": 0,
        "available": 50,
    }


@pytest.mark.parametrize("body", [{"quantity": 0}, {"quantity": 1_000_001}, {"quantity": "many"}, {}])
def test_a_senseless_receipt_is_refused_by_its_field(keeper, body):
    answer = keeper.post("stock-items/TEA/receipts/", body)
    assert answer.status_code == 400
    assert "quantity" in answer.json()["errors"]


def test_what_the_catalogue_does_not_know_cannot_be_received(keeper):
    answer = keeper.post("stock-items/NOTHING/receipts/", {"quantity": 1})
    assert (answer.status_code, answer.json()["code"]) == (404, "inventory.sku_unknown")


def test_a_receipt_sent_twice_with_one_key_is_booked_once(keeper):
    product("TEA")
    first = keeper.post("stock-items/TEA/receipts/", {"quantity": 5}, Idempotency_Key="note-7")
    second = keeper.post("stock-items/TEA/receipts/", {"quantity": 5}, Idempotency_Key="note-7")
    assert second.headers["Idempotency-Replayed"] == "true"
    assert first.json() == second.json()
    assert second.json()["on_hand"] == 5


def test_an_adjustment_is_booked(keeper):
    stocked(5)
    answer = keeper.post("stock-items/tea/adjustments/", {"delta": -2, "reason": "Damaged"})
    assert (answer.status_code, answer.json()["on_hand"]) == (201, 3)


def test_an_adjustment_that_would_cut_into_reservations_is_refused(keeper):
    stocked(5)
    reserve(an_order(), TEA=4)
    answer = keeper.post("stock-items/TEA/adjustments/", {"delta": -2, "reason": "Damaged"})
    assert (answer.status_code, answer.json()["code"]) == (409, "inventory.not_enough_stock")


def test_an_adjustment_of_nothing_is_refused_by_its_field(keeper):
    stocked(5)
    answer = keeper.post("stock-items/TEA/adjustments/", {"delta": 0, "reason": "Damaged"})
    assert (answer.status_code, answer.json()["code"]) == (422, "inventory.delta_out_of_range")


def test_staff_see_the_counters_and_the_ledger(staff_api, keeper):
    stocked(5, "TEA")
    stocked(1, "CUP")
    keeper.post("stock-items/TEA/adjustments/", {"delta": -2, "reason": "Damaged"})
    staff = staff_api("stock")
    assert [item["sku"] for item in staff.get("stock-items/").json()["results"]] == ["CUP", "TEA"]
    assert [item["on_hand"] for item in staff.get("stock-items/?sku=tea").json()["results"]] == [3]
    assert staff.get("stock-items/tea/").json()["on_hand"] == 3
    ledger = staff.get("stock-items/TEA/movements/").json()["results"]
    assert [(movement["kind"], movement["delta_on_hand"]) for movement in ledger] == [
        ("adjustment", -2),
        ("receipt", 5),
    ]
    assert ledger[0]["actor"] is not None


def test_an_unchanged_stock_item_is_not_sent_again(staff_api):
    stocked(5)
    staff = staff_api("stock")
    tag = staff.get("stock-items/TEA/").headers["ETag"]
    assert staff.get("stock-items/TEA/", If_None_Match=tag).status_code == 304
    reserve(an_order(), TEA=1)
    assert staff.get("stock-items/TEA/", If_None_Match=tag).status_code == 200


def test_a_sku_without_stock_item_is_not_found(staff_api):
    for path in ("stock-items/NOTHING/", "stock-items/NOTHING/movements/"):
        answer = staff_api("stock").get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "inventory.sku_unknown")


def test_only_staff_look_into_the_warehouse_and_only_its_keepers_move_things(api, customer_api, staff_api):
    stocked(5)
    receipt = ("stock-items/TEA/receipts/", {"quantity": 1})
    assert [someone.get("stock-items/").status_code for someone in (api, customer_api(), staff_api("stock"))] == [
        401,
        403,
        200,
    ]
    assert [someone.post(*receipt).status_code for someone in (api, customer_api(), staff_api("billing"))] == [
        401,
        403,
        403,
    ]


def test_a_new_product_is_counted_from_zero_without_anybody_asking(staff_api, settle):
    product("TEA")
    settle()
    assert staff_api("stock").get("stock-items/TEA/").json()["on_hand"] == 0


@pytest.mark.parametrize("sku", ["%00", "X" * 65])
def test_what_cannot_be_a_sku_is_not_found(staff_api, sku):
    assert staff_api("stock").get(f"stock-items/{sku}/").status_code == 404
