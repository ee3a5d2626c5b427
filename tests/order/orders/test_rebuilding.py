"""The read model against the streams: verified, and made anew."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from contexts.order import lifecycle, models
from contexts.order.orders import event_store
from contexts.order.orders import projection as projections
from contexts.order.orders.errors import OrderNotFound
from contexts.order.orders.queries import get_order
from contexts.order.rebuilding import rebuild_orders, verify_orders
from gotuto.ids import new_id
from tests.shop import STAFF


@pytest.fixture
def orders(shop):
    """One of each kind that a stream can tell of."""
    shop.has("tea", pieces=10)
    shop.has("cup", pieces=1, price="8.00")
    pending = shop.place({"TEA": 1})
    refused, called_off, delivered = shop.order({"CUP": 2}), shop.order({"TEA": 1}), shop.order({"TEA": 1, "CUP": 1})
    lifecycle.cancel_order(order_id=called_off.id, viewer=STAFF, reason="No.", now=shop.now)
    shop.pay(delivered)
    shop.dispatch(delivered)
    shop.deliver(delivered)
    return [shop.look(seen) for seen in (pending, refused, called_off, delivered)]


def rows():
    lines = models.OrderLine.objects.order_by("order_id", "position").values()
    return (
        list(models.Order.objects.order_by("id").values()),
        [{name: value for name, value in line.items() if name != "id"} for line in lines],
    )


def differences(batch=500):
    return [(found.order_id, found.what) for _, batch in verify_orders(batch=batch) for found in batch]


def manage(*arguments):
    output = StringIO()
    call_command("order", *arguments, stdout=output)
    return output.getvalue()


def test_the_rows_say_what_the_streams_say(orders):
    assert differences() == []
    assert differences(batch=1) == []
    assert "4 orders replayed, 0 differences" in manage("rebuild", "--verify")


def test_empty_tables_are_filled_with_the_same_rows(orders):
    before, parties = rows(), list(models.OrderParty.objects.order_by("order_id").values())
    models.OrderLine.objects.all().delete()
    models.Order.objects.all().delete()

    assert list(rebuild_orders(batch=3)) == [3, 1]

    assert rows() == before
    assert list(models.OrderParty.objects.order_by("order_id").values()) == parties
    assert [get_order(order_id=seen.id, viewer=STAFF) for seen in orders] == orders


def test_a_rebuild_of_what_is_right_changes_nothing(orders):
    before = rows()
    assert "4 orders written from their streams" in manage("rebuild")
    assert rows() == before


PLANTED = {
    "status": lambda row: models.Order.objects.filter(id=row.id).update(status="shipped"),
    "total": lambda row: models.Order.objects.filter(id=row.id).update(total="0.01"),
    "version": lambda row: models.Order.objects.filter(id=row.id).update(version=99),
    "lines": lambda row: models.OrderLine.objects.filter(order_id=row.id, position=1).update(quantity=99),
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_difference_is_found_and_mended(orders, what):
    before, damaged = rows(), orders[-1]
    PLANTED[what](damaged)
    assert differences() == [(damaged.id, what)]
    with pytest.raises(CommandError, match="order rebuild"):
        manage("rebuild", "--verify")
    manage("rebuild")
    assert differences() == []
    assert rows() == before


def test_a_lost_order_is_found(orders):
    lost = orders[0]
    models.OrderLine.objects.filter(order_id=lost.id).delete()
    models.Order.objects.filter(id=lost.id).delete()
    assert {found for found, _ in differences()} == {lost.id}


def test_an_order_without_a_stream_is_found_and_removed(orders):
    stranger = models.Order.objects.get(id=orders[0].id)
    stranger.pk, stranger.number = new_id(), "A-999999"
    stranger.save(force_insert=True)
    assert differences() == [(stranger.pk, "order")]
    manage("rebuild")
    assert differences() == []


def test_the_next_event_writes_rows_that_were_lost(shop, orders):
    confirmed = shop.order({"TEA": 1})
    models.OrderLine.objects.filter(order_id=confirmed.id).delete()
    models.Order.objects.filter(id=confirmed.id).delete()
    loaded, version = event_store.load(confirmed.id)
    event_store.append(
        event_store.evolve(loaded, loaded.cancel(code="c", reason="r", now=shop.now)),
        expected_version=version,
        events=[],
    )
    assert models.OrderLine.objects.filter(order_id=confirmed.id).count() == 1
    projections.erase([confirmed.id])
    assert differences() != []


def test_a_stream_that_is_not_there(db):
    with pytest.raises(OrderNotFound):
        event_store.load(new_id())
