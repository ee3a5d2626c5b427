"""Questions about orders; always a constant number of statements."""

from collections.abc import Collection
from uuid import UUID

from contexts.order import access
from contexts.order.access import Viewer
from contexts.order.orders import dto, models
from contexts.order.orders.errors import NotPayable, OrderNotFound
from gotuto.db import fetch, fetch_all, fetch_pair, fetch_rows
from gotuto.ids import OrderId


def get_order(*, order_id: OrderId, viewer: Viewer) -> dto.Order:
    """Raises OrderNotFound, also when it is somebody else's."""
    row, party = fetch_pair(models.Order, models.OrderParty, order_id, missing=OrderNotFound)
    if not access.may_see(viewer, "order", row.id, owner=row.customer_id):
        raise OrderNotFound
    return _with_lines(row, party)


def get_payable_order(*, order_id: OrderId, viewer: Viewer) -> dto.Order:
    """An order that its buyer may begin to pay, as far as the order itself knows. Raises OrderNotFound, NotPayable."""
    seen = get_order(order_id=order_id, viewer=viewer)
    if seen.is_cancelling:
        raise NotPayable(current="being cancelled")
    return seen


def get_addressed_order(*, order_id: OrderId) -> dto.AddressedOrder:
    """An order with the person behind it. Raises OrderNotFound."""
    row, party = fetch_pair(models.Order, models.OrderParty, order_id, missing=OrderNotFound)
    if party is None:
        raise OrderNotFound
    return dto.AddressedOrder(order=_with_lines(row, party), party=party.to_dto())


def _with_lines(row: models.Order, party: models.OrderParty | None) -> dto.Order:
    lines = fetch_rows(models.OrderLine, order_id=row.id, order="position")
    return row.to_dto(lines=lines, party=party)


def get_party(*, order_id: OrderId) -> dto.Party:
    """The person behind an order. Raises OrderNotFound."""
    return fetch(models.OrderParty, order_id, missing=OrderNotFound).to_dto()


def settled_orders(*, order_ids: Collection[OrderId]) -> frozenset[UUID]:
    """Those of the orders that have left `pending`."""
    left = "SELECT id FROM order_order WHERE id = ANY(%s) AND status <> %s"
    return frozenset(order_id for (order_id,) in fetch_all(left, [list(order_ids), dto.OrderStatus.PENDING.value]))
