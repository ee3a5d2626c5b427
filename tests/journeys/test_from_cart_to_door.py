"""What people do with the shop, from the cart to the door, with the paths, fields and codes that the API promises."""

import pytest

from tests.runtime.processes import wait_until

pytestmark = pytest.mark.xdist_group("instance")


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


def test_a_guest_orders_pays_and_gets_the_parcel(street):
    sku, ada = street.sells(pieces=5, price="12.50"), street.somebody()
    listed = street.call("GET", f"products/?search={sku}").json()["results"]
    assert [(product["sku"], product["price"]) for product in listed] == [(sku, euros("12.50"))]
    free = street.call("GET", f"availability/?sku={sku}").json()["results"]
    assert free == [{"sku": sku, "available": 5, "is_available": True, "can_wait": False, "expected_at": None}]

    cart = street.cart({sku: 2})
    assert (cart["total"], len(cart["items"])) == (euros("25.00"), 1)
    answer = street.order(cart, email=ada, Prefer="wait=20")
    order = answer.json()
    assert (answer.status_code, order["status"]) == (201, "confirmed")
    assert answer.headers["Location"].endswith(f"/api/v1/orders/{order['id']}/")
    assert answer.headers["Preference-Applied"] == "wait=20"
    assert (order["total"], order["allowed_actions"]) == (euros("25.00"), ["cancel"])
    assert street.stock(sku) == (5, 2)

    invoice = street.invoice(order)
    assert (invoice["status"], invoice["total"], invoice["amount_due"]) == ("sent", order["total"], order["total"])
    assert invoice["number"].startswith("INV-")
    path = f"invoices/{invoice['id']}/payments/"
    part = street.staff("POST", path, {"amount": euros("5.00"), "method": "card", "reference": "part"})
    assert (part["status"], part["amount_due"]) == ("sent", euros("20.00"))
    assert street.pay(order, reference="rest")["status"] == "paid"
    paid = street.wait_for(order, "processing")
    assert paid["allowed_actions"] == ["cancel"]

    [shipment] = street.staff("GET", f"shipments/?order_id={order['id']}")["results"]
    assert paid["shipment_ids"] == [shipment["id"]]
    street.staff("POST", f"shipments/{shipment['id']}/dispatch/", {"carrier": "DHL", "tracking_number": "JD01"})
    street.wait_for(order, "shipped")
    assert street.stock(sku) == (3, 0)
    street.staff("POST", f"shipments/{shipment['id']}/deliver/")
    delivered = street.wait_for(order, "delivered")
    assert delivered["version"] > order["version"]

    events = street.call("GET", f"orders/{order['id']}/events/", headers={"X-Order-Token": order["token"]}).json()
    assert [event["type"] for event in events["results"]][-2:] == ["OrderShipped", "OrderDelivered"]
    mails = street.get_mails(ada, how_many=5)
    assert mails == ["On its way", "Your invoice", "Your order", "Your receipt", "Your receipt"]

    def notified():
        return street.staff("GET", f"notifications/?order_id={order['id']}")["results"]

    assert sorted(mail["subject"] for mail in notified()) == mails
    # The last may have arrived before its sender has noted it.
    wait_until(lambda: {mail["state"] for mail in notified()} == {"sent"})


def test_a_parcel_that_arrives_at_once_is_delivered(street):
    order = street.guest_orders({street.sells(pieces=1): 1})
    street.pay(order)
    [shipment_id] = street.wait_for(order, "processing")["shipment_ids"]
    street.staff("POST", f"shipments/{shipment_id}/dispatch/", {})
    street.staff("POST", f"shipments/{shipment_id}/deliver/", {})
    street.wait_for(order, "delivered")


def test_a_customer_needs_no_tokens(street):
    sku, email = street.sells(pieces=5), street.somebody()
    person = {"email": email, "password": "a-long-password-9", "name": "Grace Hopper"}
    assert street.call("POST", "customers/", person).status_code == 201
    made = street.instance.manage("token", "create", email)
    token = next(word for line in made.stdout.splitlines() for word in line.split() if len(word) > 30)
    signed_in = {"Authorization": f"Bearer {token}"}

    cart = street.cart({sku: 1}, **signed_in)
    assert cart["token"] is None
    placed = street.order(cart, email=email, Prefer="wait=20", **signed_in).json()

    assert (placed["status"], placed["token"]) == ("confirmed", None)
    own = street.call("GET", "orders/", headers=signed_in).json()["results"]
    assert [order["id"] for order in own] == [placed["id"]]
    assert street.call("GET", f"orders/{placed['id']}/").status_code == 404
    assert street.call("GET", f"invoices/{placed['invoice_id']}/", headers=signed_in).status_code == 200


def test_an_order_beyond_the_stock_is_refused_with_words(street):
    sku, email = street.sells(pieces=3), street.somebody()
    refused = street.guest_orders({sku: 7}, email=email)
    assert refused["status"] == "cancelled"
    assert refused["cancellation"] == {
        "code": "inventory.not_enough_stock",
        "reason": f"Only 3 of 7 pieces of {sku} are free.",
    }
    assert street.stock(sku) == (3, 0)
    assert street.invoices(refused) == []
    assert street.get_mails(email, how_many=1) == ["Your order was cancelled"]


def test_a_guest_cancels_right_after_ordering(street):
    sku = street.sells(pieces=3)
    placed = street.order(street.cart({sku: 2})).json()
    assert street.cancel(placed).status_code == 200
    ended = street.wait_for(placed, "cancelled")
    assert ended["cancellation"]["code"] == "order.cancelled_on_request"
    assert street.stock(sku) == (3, 0)
    # Whether it was confirmed before: then a credit note took its claim back.
    assert {invoice["amount_due"]["amount"] for invoice in street.invoices(placed)} <= {"0.00"}


def test_a_guest_cancels_a_confirmed_order(street):
    sku = street.sells(pieces=3)
    order = street.guest_orders({sku: 2})
    answer = street.cancel(order)
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert street.stock(sku) == (3, 0)
    note, invoice = street.invoices(order)
    assert (note["kind"], note["credits_invoice_id"], invoice["settled_by"]) == ("credit_note", invoice["id"], "credit")
    again = street.cancel(order)
    assert (again.status_code, again.json()) == (200, answer.json())


def test_an_invoice_past_its_date_is_overdue_once_and_then_paid(street):
    order = street.guest_orders({street.sells(pieces=1): 1})
    # What is issued is frozen for everybody but the owner of the database.
    street.instance.sql(
        "SET session_replication_role = replica; UPDATE billing_invoice"
        f" SET issue_date = issue_date - 30, due_date = due_date - 30 WHERE id = '{order['invoice_id']}'"
    )

    for _ in range(2):
        street.instance.send_task("billing.detect_overdue_invoices")
    street.wait_for_invoice(order, "overdue")
    assert street.pay(order)["status"] == "paid"

    street.wait_for(order, "processing")
    changes = street.instance.sql(
        "SELECT data->>'new' FROM gotuto_outbox_event"
        " WHERE name = 'billing.invoice_status_changed' AND aggregate_id = %s ORDER BY sequence",
        order["invoice_id"],
    )
    assert [new for (new,) in changes] == ["sent", "overdue", "paid"]


def test_an_operator_verifies_that_the_read_model_says_what_the_streams_say(street):
    street.guest_orders({street.sells(pieces=1): 1})
    verified = street.instance.manage("order", "rebuild", "--verify")
    assert (verified.returncode, verified.stdout.strip().endswith(" 0 differences")) == (0, True), verified
