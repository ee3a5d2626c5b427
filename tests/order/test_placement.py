"""The placement saga: an order ends confirmed, or cancelled with nothing held and nothing owed."""

import re

from contexts.order import placement


def test_an_order_is_confirmed_with_stock_held_and_an_invoice_sent(shop):
    shop.has("tea", pieces=5)

    order = shop.order({"TEA": 2})

    assert order.status == "confirmed"
    assert shop.free("TEA") == 3
    (invoice,) = shop.invoices_of(order)
    assert (invoice.status, invoice.id, invoice.total) == ("sent", order.invoice_id, order.total)
    assert invoice.number


def test_refused_stock_cancels_the_order_and_leaves_no_invoice(shop):
    shop.has("tea", pieces=3)

    order = shop.order({"TEA": 7})

    assert order.status == "cancelled"
    assert order.cancellation.code == "inventory.not_enough_stock"
    assert shop.free("TEA") == 3
    assert shop.invoices_of(order) == []


def test_an_order_is_paid_sent_and_delivered(shop):
    shop.has("tea")
    order = shop.order({"TEA": 1})

    shop.pay(order)
    assert shop.look(order).status == "processing"
    shop.dispatch(order)
    assert shop.look(order).status == "shipped"
    shop.deliver(order)
    assert shop.look(order).status == "delivered"


def test_the_picture_above_the_placement_shows_every_step_in_its_order():
    shown = re.findall(r"^    order → \w+ +(\w+)(?:.*undo: (\w+))?", placement.__doc__, re.MULTILINE)
    steps = [(step.name, step.undo.__name__ if step.undo else "") for step in placement.placement.steps]
    assert [line for line in shown if line[0] not in ("quote", "order_confirmed")] == steps
