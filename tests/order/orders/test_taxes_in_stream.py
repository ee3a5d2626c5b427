"""Taxes in the stream of an order: which release reads them, and what the read model makes of them."""

import json
from dataclasses import replace

import pytest
from psycopg.types.json import Jsonb

from contexts.billing.taxes.dto import TaxCategory
from contexts.order.models import Order, StreamRow
from contexts.order.orders import event_store
from contexts.order.orders.domain import stream
from contexts.order.orders.domain.order import fold
from contexts.order.rebuilding import rebuild_orders, verify_orders
from gotuto.db import execute
from gotuto.events import UnknownEvent
from gotuto.money import Money
from gotuto.tax_classes import TaxClass
from tests.architecture import samples
from tests.billing.sellers.builders import described
from tests.order.taxed import PARIS
from tests.shop import BUYER

# What the last release reads of an event.
BEFORE = samples.golden()["order.stream.OrderPlaced.1"]


@pytest.fixture
def shop(shop):
    shop.has("tea")
    shop.has("book", tax_class=TaxClass.REDUCED)
    return shop


def abroad():
    """The address of a buyer in Paris."""
    described()
    return replace(BUYER, shipping_address=replace(BUYER.shipping_address, **PARIS))


def stored(order):
    row = StreamRow.objects.get(stream_id=order.id, version=1)
    return row.schema, row.data


def differences():
    return [difference for _, found in verify_orders() for difference in found]


def forget_taxes(order):
    """Make an order one of a release that told no taxes."""
    row = StreamRow.objects.get(stream_id=order.id, version=1)
    del row.data["taxes"]
    execute("UPDATE order_streamrow SET data = %s WHERE position = %s", [Jsonb(row.data), row.position])
    Order.objects.filter(id=order.id).update(net=None, tax=None, tax_lines=None)


def test_an_order_that_the_last_release_would_bill_the_same_is_one_that_it_reads(shop):
    schema, data = stored(shop.place({"TEA": 2}))
    assert (schema, set(BEFORE) - set(data), set(data) - set(BEFORE)) == (1, set(), {"taxes", "customer_group"})
    assert set(data["lines"][0]) == set(BEFORE["lines"][0])


def test_any_other_is_left_to_this_release(shop, monkeypatch):
    described()
    placed = [shop.place({"BOOK": 2}), shop.place({"TEA": 1}, buyer=abroad())]
    assert [stored(order)[0] for order in placed] == [2, 2]
    monkeypatch.setattr(stream.OrderPlaced, "schema", 1)
    with pytest.raises(UnknownEvent, match="has schema 2"):
        event_store.load(placed[0].id)


def test_taxes_survive_the_stream(shop):
    order = shop.place({"TEA": 2, "BOOK": 1}, buyer=abroad())
    taxes = event_store.load(order.id)[0].taxes
    assert [line.category for line in taxes.lines] == [TaxCategory.STANDARD] * 2
    assert (taxes.total, taxes.deliver_to) == (order.total, "FR")


def test_an_order_without_taxes_costs_what_its_lines_cost_and_tells_no_tax(shop):
    described()
    order = shop.place({"BOOK": 2})
    forget_taxes(order)

    shown = shop.look(order)
    assert (shown.net, shown.tax, shown.tax_lines) == (None, None, None)
    assert event_store.load(order.id)[0].total == Money.of("23.80", "EUR")
    assert differences() == []

    # The one rate of then is the shop's.
    shop.settle()
    [invoice] = shop.invoices_of(order)
    assert (invoice.tax, invoice.total) == (Money.of("3.80", "EUR"), Money.of("23.80", "EUR"))


def test_the_total_of_an_order_is_the_one_that_was_quoted():
    [event] = [replace(samples.sample(stream.OrderPlaced), currency="EUR")]
    order = fold([event])
    assert order.total == event.taxes.total
    assert fold([replace(event, taxes=None)]).total == event.lines[0].total


def test_a_read_model_that_is_made_anew_has_the_taxes_again(shop):
    described()
    orders = [shop.order({"TEA": 2}), shop.order({"BOOK": 1, "TEA": 1}), shop.place({"TEA": 1}, buyer=abroad())]
    forget_taxes(orders[0])
    before = [shop.look(order) for order in orders]
    assert differences() == []

    Order.objects.update(net=1, tax=2, tax_lines=[])
    assert {difference.what for difference in differences()} == {"net", "tax", "tax_lines"}
    list(rebuild_orders())

    assert [shop.look(order) for order in orders] == before
    assert before[1].tax_lines is not None
    assert differences() == []


def test_taxes_stay_as_they_were_when_the_order_goes_on(shop):
    order = shop.order({"TEA": 2})
    shop.pay(order)
    assert (shop.look(order).net, shop.look(order).tax_lines) == (order.net, order.tax_lines)


def test_what_is_stored_is_plain_json(shop):
    _, data = stored(shop.place({"TEA": 2}))
    assert json.loads(json.dumps(data["taxes"]["tax_lines"])) == [
        {
            "rate": "0.19",
            "category": "S",
            "net": {"amount": "20.00", "currency": "EUR"},
            "tax": {"amount": "3.80", "currency": "EUR"},
            "gross": {"amount": "23.80", "currency": "EUR"},
            "exemption": "",
        }
    ]
