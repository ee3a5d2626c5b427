"""What happens to an order after it was confirmed, whatever the news' order and number."""

from datetime import timedelta

import pytest
from django.db.models import F

from contexts.billing.invoices.dto import Buyer
from contexts.billing.invoices.use_cases import issue_invoice, open_invoice
from contexts.billing.lines.dto import InvoiceLine
from contexts.billing.payments.use_cases import record_payment
from contexts.order import lifecycle
from contexts.order.history.queries import get_raw_events
from contexts.order.lifecycle import cancel_order, deliver_order, receive_payment, ship_order
from contexts.order.orders.errors import InvalidOrderTransition, OrderNotFound
from contexts.shipping.queries import shipments_of
from gotuto.ids import PaymentId, ShipmentId, new_id
from gotuto.money import Money
from gotuto.outbox.models import Delivery, Event
from tests.shop import ADDRESS, STAFF


@pytest.fixture
def confirmed(shop):
    shop.has("tea", price="11.90")
    return shop.order({"TEA": 2})


def euros(amount):
    return Money.of(amount, "EUR")


def types(seen):
    return [event.type for event in get_raw_events(order_id=seen.id).items][4:]


def money(shop, seen, *, amount="23.80", in_full=True, payment_id=None):
    receive_payment(
        order_id=seen.id,
        payment_id=payment_id or PaymentId(new_id()),
        amount=euros(amount),
        in_full=in_full,
        now=shop.now,
    )


def redeliver(handler):
    Delivery.objects.filter(handler=handler).update(
        state="pending", attempts=0, due_at=F("due_at") - timedelta(hours=1)
    )


def test_a_part_leaves_the_order_confirmed_and_the_rest_asks_for_the_parcel(shop, confirmed):
    shop.pay(confirmed, "10.00", reference="a part")
    assert (shop.look(confirmed).status, shop.look(confirmed).shipment_ids) == ("confirmed", ())

    shop.pay(confirmed, reference="the rest")

    paid = shop.look(confirmed)
    assert paid.status == "processing"
    [parcel] = shipments_of(order_id=confirmed.id)
    assert paid.shipment_ids == (parcel.id,)
    assert parcel.address == ADDRESS


def test_the_news_of_a_part_may_come_last(shop, confirmed):
    part = PaymentId(new_id())
    money(shop, confirmed, amount="13.80")
    money(shop, confirmed, amount="10.00", in_full=False, payment_id=part)
    money(shop, confirmed, amount="10.00", in_full=False, payment_id=part)
    assert shop.look(confirmed).status == "processing"
    assert types(confirmed) == ["PaymentReceived", "ShipmentRequested", "PaymentReceived"]


def test_the_same_news_twice_changes_nothing(shop, confirmed):
    shop.pay(confirmed)
    shop.dispatch(confirmed)
    shop.deliver(confirmed)
    before = shop.look(confirmed)
    for handler in ("order.on_payment_received", "order.on_shipment_dispatched", "order.on_shipment_delivered"):
        redeliver(handler)
    shop.settle()
    assert shop.look(confirmed) == before
    assert not Delivery.objects.exclude(state="done").exists()


def test_the_news_of_the_arrival_may_come_before_that_of_the_departure(shop, confirmed):
    shop.pay(confirmed)
    [parcel] = shop.look(confirmed).shipment_ids
    deliver_order(order_id=confirmed.id, shipment_id=parcel, now=shop.now)
    ship_order(order_id=confirmed.id, shipment_id=parcel, now=shop.now)
    assert shop.look(confirmed).status == "delivered"
    assert types(confirmed)[-2:] == ["OrderShipped", "OrderDelivered"]
    for name in ("order.order_shipped", "order.order_delivered"):
        assert Event.objects.filter(name=name).count() == 1


def test_two_payments_in_full_are_one_too_many(shop, confirmed):
    money(shop, confirmed)
    with pytest.raises(InvalidOrderTransition):
        money(shop, confirmed)


def test_nothing_can_be_paid_or_sent_of_a_cancelled_order(shop, confirmed):
    cancel_order(order_id=confirmed.id, viewer=STAFF, reason="No.", now=shop.now)
    parcel = ShipmentId(new_id())
    with pytest.raises(InvalidOrderTransition):
        money(shop, confirmed)
    with pytest.raises(InvalidOrderTransition):
        money(shop, confirmed, in_full=False)
    with pytest.raises(InvalidOrderTransition):
        ship_order(order_id=confirmed.id, shipment_id=parcel, now=shop.now)
    with pytest.raises(InvalidOrderTransition):
        deliver_order(order_id=confirmed.id, shipment_id=parcel, now=shop.now)
    assert shop.look(confirmed).status == "cancelled"


def test_there_must_be_an_order(shop):
    with pytest.raises(OrderNotFound):
        lifecycle.ship_order(order_id=new_id(), shipment_id=ShipmentId(new_id()), now=shop.now)


def test_an_invoice_without_an_order_is_none_of_orders_business(shop):
    invoice = open_invoice(
        order_id=None,
        buyer=Buyer(name="Ada", email="ada@example.com", phone="", address=ADDRESS, customer_id=None),
        currency="EUR",
        lines=[InvoiceLine(sku="ADVICE", description="Advice", quantity=1, unit_price=euros("100.00"))],
        now=shop.now,
    )
    issue_invoice(invoice_id=invoice.id, now=shop.now)
    record_payment(invoice_id=invoice.id, amount=euros("100.00"), method="card", reference="1", now=shop.now)
    shop.settle()
    assert Delivery.objects.get(handler="order.on_payment_received").state == "done"
