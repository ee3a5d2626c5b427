"""The waiting line as its tests ask of it."""

from datetime import timedelta

from contexts.inventory.reservations.dto import TurnFilter
from contexts.inventory.reservations.queries import get_reservation, list_turns
from contexts.inventory.stock.use_cases import receive_stock
from gotuto.ids import Sku
from gotuto.paging import PageRequest
from tests.inventory.builders import NOW, told

TEA, CUP = Sku("TEA"), Sku("CUP")
LATER = NOW + timedelta(days=30)


def queue(sku=TEA, **filters):
    page = list_turns(sku=sku, filters=TurnFilter(**filters), page=PageRequest())
    return [(one.position, one.order_id, one.quantity) for one in page.items]


def state_of(order):
    return get_reservation(order_id=order).state


def receive(pieces, sku=TEA, where=None):
    return receive_stock(sku=sku, quantity=pieces, location=where, actor=None, now=NOW)


def served():
    return [event["order_id"] for event in told("inventory.reservation_held")]
