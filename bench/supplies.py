"""What keepers of the stock write of suppliers and their orders, and read of them."""

from bench.desk import Desk
from bench.wishes import Wish

_COST = {"amount": "3.20", "currency": "EUR"}
_SHORT = {"reorder_point": 5, "reorder_quantity": 10}


def buying(desk: Desk, skus: list[str]) -> None:
    numbers, staff = range(desk.times), desk.staff
    named = [Wish(body={"code": f"SUPPLIER-{n}", "name": f"Supplier {n}"}, headers=staff) for n in numbers]
    found = [{"supplier_id": one["id"]} for one in desk.ask("POST", "/suppliers/", named)]
    # Of the products that are new nothing lies there.
    desk.settle()
    for n, supplier in enumerate(found):
        desk.prepare("PUT", f"/suppliers/{supplier['supplier_id']}/goods/NEW-{n}/", {"cost": _COST})
        desk.prepare("PATCH", f"/stock-items/NEW-{n}/", _SHORT)
    for path in ("/suppliers/", "/suppliers/{supplier_id}/", "/suppliers/{supplier_id}/goods/", "/shortages/"):
        desk.again(path, Wish(found[0], headers=staff))
    desk.ask("POST", "/shortages/order/", [Wish(body=one, headers=staff) for one in found])
    receiving(desk, found[0]["supplier_id"], skus[0])


def receiving(desk: Desk, supplier: str, sku: str) -> None:
    """Orders are placed, come in parts and are closed; or are given up."""
    wanted = {"supplier_id": supplier, "lines": [{"sku": sku, "quantity": 20, "cost": _COST}]}
    written = [
        desk.ask("POST", "/purchase-orders/", [Wish(body=wanted, headers=desk.staff)] * desk.times) for _ in "ab"
    ]
    come, given_up = (
        [Wish({"purchase_order_id": one["id"]}, headers=desk.staff) for one in orders] for orders in written
    )
    of_one = "/purchase-orders/{purchase_order_id}/"
    desk.ask("POST", f"{of_one}cancel/", given_up)
    desk.ask("POST", f"{of_one}place/", [one._replace(body={"promised_on": "2099-01-15"}) for one in come])
    part = {"lines": [{"sku": sku, "quantity": 5}], "delivery_note": "L-1"}
    desk.ask("POST", f"{of_one}receipts/", [one._replace(body=part) for one in come])
    desk.ask("POST", f"{of_one}close/", come)
    desk.again("/purchase-orders/", come[0])
    desk.again(of_one, come[0])
    desk.again("/stock-items/{sku}/line/", Wish({"sku": sku}, headers=desk.staff))
