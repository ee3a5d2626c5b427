"""Orders in line: how long they wait for goods, and what inventory, which keeps the line, says of their place."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.conf import settings

from contexts.inventory import facade as inventory
from contexts.order.access import Viewer
from contexts.order.orders import queries
from contexts.order.orders.dto import Order, OrderStatus, Waiting
from contexts.order.search import queries as search
from contexts.order.search.dto import OrderFilter
from gotuto.db import unit_of_work
from gotuto.ids import CustomerId, OrderId
from gotuto.paging import Page, PageRequest
from gotuto.sagas import Deadline, Overdue, Wait

# Then all that an order in line has got goes back, so that two that wait for each other's goods do not wait for ever.
PATIENCE = Deadline(timedelta(seconds=settings.GOTUTO_WAITING_SECONDS), Overdue.COMPENSATE)
FOR_GOODS = Wait("goods that are sold out")


@unit_of_work
def get_order(*, order_id: OrderId, viewer: Viewer) -> Order:
    """An order, and its place in line while it waits. Raises OrderNotFound, also when it is somebody else's."""
    (order,) = _with_places([queries.get_order(order_id=order_id, viewer=viewer)])
    return order


@unit_of_work
def list_orders(*, filters: OrderFilter, page: PageRequest, of_customer: CustomerId | None) -> Page[Order]:
    """Orders, the latest first, with `of_customer` only theirs. Raises InvalidCursor, UnknownOrdering."""
    found = search.list_orders(filters=filters, page=page, of_customer=of_customer)
    return replace(found, items=_with_places(found.items))


def _with_places(orders: Sequence[Order]) -> tuple[Order, ...]:
    """Asked only for orders that are pending: no other waits for goods."""
    pending = [order.id for order in orders if order.status is OrderStatus.PENDING]
    places = inventory.places_in_line(order_ids=pending) if pending else {}
    return tuple(
        replace(order, waiting=Waiting(**vars(places[order.id]))) if order.id in places else order for order in orders
    )
