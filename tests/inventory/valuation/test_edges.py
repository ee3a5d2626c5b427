"""The value of stock over HTTP and in the back office."""

import re

import pytest

from contexts.inventory.stock.models import StockItem
from tests.inventory.builders import counters, location, product, stocked
from tests.inventory.test_back_office import sign_in as sign_in
from tests.inventory.valuation.builders import bought, worth
from tests.inventory.valuation.builders import valued as valued
from tests.office import press

COST = {"amount": "3.20", "currency": "EUR"}
ITEMS = "/admin/inventory/stockitem/"


@pytest.fixture
def keeper(valued, staff_api):
    product("TEA")
    return staff_api("stock")


def page(which=""):
    return f"{ITEMS}{StockItem.objects.get(sku='TEA').id}/{which or 'change'}/"


def read(office, path):
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<(?!svg)[^>]*>", "", office.get(path).content.decode()))


def test_a_receipt_says_its_cost_and_the_value_is_told(keeper):
    refused = keeper.post("stock-items/TEA/receipts/", {"quantity": 2})
    assert (refused.status_code, refused.json()["code"]) == (422, "inventory.unit_cost_missing")
    assert keeper.post("stock-items/TEA/receipts/", {"quantity": 2, "unit_cost": COST}).status_code == 201
    assert (
        keeper.post("stock-items/TEA/adjustments/", {"delta": 1, "reason": "Found", "unit_cost": COST}).status_code
        == 201
    )
    told = keeper.get("stock-items/tea/value/").json()
    assert (told["pieces"], told["value"]["amount"], told["average"]) == (3, "9.60", COST)
    assert told["shares"] == [{"location": "MAIN", "pieces": 3, "value": told["value"]}]
    assert keeper.get("stock-values/").json()["results"][0]["sku"] == "TEA"
    total = keeper.get("stock-values/total/").json()
    assert (total["pieces"], total["value"]["amount"], total["not_valued"]) == (3, "9.60", 0)
    [movement, _] = keeper.get("stock-items/TEA/movements/?kind=adjustment").json()["results"] * 2
    assert movement["value"] == COST


def test_the_list_is_a_file_for_a_spreadsheet(keeper):
    bought(2, "1.50")
    told = keeper.get("stock-values/?format=csv")
    header, line = b"".join(told.streaming_content).decode().splitlines()
    assert header.split(",")[:3] == ["sku", "pieces", "value.amount"]
    assert line.startswith("TEA,2,3.00,EUR,1.50,EUR,")


def test_a_day_to_come_is_refused(keeper):
    for path in ("stock-values/?day=2999-01-01", "stock-values/total/?day=2999-01-01"):
        answer = keeper.get(path)
        assert (answer.status_code, answer.json()["code"]) == (422, "inventory.day_to_come")


def test_a_purchase_order_brings_the_cost_of_its_lines_or_what_was_paid_in_the_end(keeper):
    keeper.post("stock-items/TEA/receipts/", {"quantity": 1, "unit_cost": COST})
    house = keeper.post("suppliers/", {"name": "Tea House", "currency": "USD"}).json()
    dollars = {"amount": "3.00", "currency": "USD"}
    wanted = {"supplier_id": house["id"], "lines": [{"sku": "TEA", "quantity": 10, "cost": dollars}]}
    path = f"purchase-orders/{keeper.post('purchase-orders/', wanted).json()['id']}/"
    keeper.post(f"{path}place/", {})
    refused = keeper.post(f"{path}receipts/", {"lines": [{"sku": "TEA", "quantity": 4}]}).json()
    assert refused["code"] == "inventory.unit_cost_invalid"
    two = [{"sku": "TEA", "quantity": 2, "unit_cost": {"amount": cost, "currency": "EUR"}} for cost in ("1", "2")]
    assert keeper.post(f"{path}receipts/", {"lines": two}).json()["code"] == "inventory.unit_cost_invalid"
    come = {"lines": [{"sku": "TEA", "quantity": 4, "unit_cost": {"amount": "2.70", "currency": "EUR"}}]}
    assert keeper.post(f"{path}receipts/", come).status_code == 200
    assert [str(part) for part in worth()] == ["5", "14.0000"]


def test_a_keeper_says_what_pieces_cost_that_were_ordered_in_another_currency(keeper, sign_in):
    keeper.post("stock-items/TEA/receipts/", {"quantity": 1, "unit_cost": COST})
    house = keeper.post("suppliers/", {"name": "Tea House", "currency": "USD"}).json()
    dollars = {"amount": "3.00", "currency": "USD"}
    wanted = {"supplier_id": house["id"], "lines": [{"sku": "TEA", "quantity": 10, "cost": dollars}]}
    one = keeper.post("purchase-orders/", wanted).json()["id"]
    keeper.post(f"purchase-orders/{one}/place/", {})
    office, button = sign_in("stock"), f"/admin/inventory/purchaseorder/{one}/receive_this/"
    assert "In EUR, of each" in read(office, button)
    for costs, words in (("", "Say what a piece cost in EUR"), ("TEA", "Line 1 is"), ("TEA 2.705", "more decimals")):
        refused = press(office, button, pieces="TEA 4", delivery_note="", unit_costs=costs).content.decode()
        assert words in refused
    press(office, button, pieces="TEA 4", delivery_note="", unit_costs="TEA 2.70")
    assert [str(part) for part in worth()] == ["5", "14.0000"]


def test_a_purchase_order_in_the_currency_of_the_stock_costs_what_was_ordered(keeper, sign_in):
    keeper.post("stock-items/TEA/receipts/", {"quantity": 1, "unit_cost": COST})
    house = keeper.post("suppliers/", {"name": "Tea House"}).json()
    wanted = {"supplier_id": house["id"], "lines": [{"sku": "TEA", "quantity": 10, "cost": {**COST, "amount": "1.00"}}]}
    path = f"purchase-orders/{keeper.post('purchase-orders/', wanted).json()['id']}/"
    keeper.post(f"{path}place/", {})
    assert keeper.post(f"{path}receipts/", {"lines": [{"sku": "TEA", "quantity": 4}]}).status_code == 200
    assert [str(part) for part in worth()] == ["5", "7.2000"]
    button = f"/admin/inventory/purchaseorder/{path.split('/')[1]}/receive_this/"
    assert "Of what cost otherwise than ordered" in read(sign_in("stock"), button)


def test_who_does_not_see_the_ledger_does_not_see_what_stock_is_worth(keeper, staff_api, sign_in):
    bought(2, "1.50")
    assert staff_api("fulfilment").get("stock-values/").status_code == 403
    office = sign_in("fulfilment")
    assert "on the average" not in read(office, page())
    assert office.get(f"{ITEMS}value/").status_code == 403


def test_the_page_of_a_sku_says_what_it_is_worth_and_draws_its_course(valued, sign_in):
    product("TEA")
    location("HAMBURG")
    bought(3, "1.00")
    shown = read(sign_in("stock"), page())
    assert "3.00 EUR for 3 pieces, 1.00 EUR a piece on the average" in shown
    assert "<svg" in shown
    bought(1, "2.00", at="HAMBURG")
    assert "HAMBURG: 1.25 EUR for 1" in read(sign_in("stock"), page())


def test_the_page_of_a_sku_says_when_nobody_has_valued_it(db, settings, sign_in):
    stocked(2)
    assert "Not valued yet" not in read(sign_in("stock"), page())
    assert "counted here, and not valued" in read(sign_in("stock"), f"{ITEMS}value/")
    settings.GOTUTO_STOCK_VALUATION = "EUR"
    assert "Not valued yet" in read(sign_in("stock"), page())
    assert "1 SKUs lie there that nobody has valued yet" in read(sign_in("stock"), f"{ITEMS}value/")


def test_forms_ask_for_the_cost_where_stock_is_valued(valued, sign_in):
    product("TEA")
    office = sign_in("stock")
    added = office.post(f"{ITEMS}add/", {"sku": "tea", "pieces": 4, "unit_cost": "1.25", "reason": ""})
    assert added.status_code == 302
    assert "What does a piece of TEA cost" in press(office, page("receive_this"), pieces=1, reason="").content.decode()
    press(office, page("receive_this"), pieces=1, reason="", unit_cost="2.00")
    assert [str(part) for part in worth()] == ["5", "7.0000"]
    assert "decimal places" in press(office, page("receive_this"), pieces=1, unit_cost="2.001").content.decode()
    press(office, page("count_this"), counted=6, reason="Found", unit_cost="0.50")
    press(office, page("count_this"), counted=7, reason="Found")
    assert [str(part) for part in worth()] == ["7", "8.7500"]
    assert counters() == (7, 0, 7)


def test_the_report_shows_where_the_money_lies(valued, sign_in):
    product("TEA")
    location("HAMBURG")
    bought(3, "1.00")
    bought(1, "2.00", at="HAMBURG")
    office = sign_in("stock")
    shown = read(office, f"{ITEMS}value/")
    for words in ("5.00 EUR for 4 pieces", "HAMBURG", "1.25 EUR", "Each SKU as CSV", "Where the most money lies"):
        assert words in shown
    assert "Nothing lies there" in read(office, f"{ITEMS}value/?day=2001-01-01")
    refused = office.get(f"{ITEMS}value/?day=2999-01-01")
    assert (refused.status_code, "has not begun" in refused.content.decode()) == (400, True)
    assert "not valued here" not in shown


def test_a_new_product_is_not_asked_for_pieces_that_would_have_no_cost(valued, sign_in):
    shown = sign_in("stock", "catalog").get("/admin/catalog/product/add/").content.decode()
    assert 'name="sku"' in shown
    assert 'name="pieces"' not in shown
