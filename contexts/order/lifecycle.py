"""What happens to an order after it was placed: cancelled, paid, packed, sent, delivered."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from contexts.billing import facade as billing
from contexts.billing.dto import Withdrawal
from contexts.inventory import facade as inventory
from contexts.order import access
from contexts.order.orders import dto, event_store, queries, statements
from contexts.order.orders.domain.order import CANCELLED_ON_REQUEST, ON_REQUEST, Order
from contexts.order.orders.domain.stream import OrderCancelled, OrderEvent
from contexts.order.orders.domain.unpaid import UNPAID
from contexts.order.orders.dto import OrderStatus
from contexts.order.orders.errors import NotCancellable
from contexts.order.placement import placement
from contexts.shipping import facade as shipping
from contexts.shipping.dto import ShipmentLine
from gotuto.db import unit_of_work
from gotuto.ids import OrderId, PaymentId, ShipmentId
from gotuto.money import Money
from gotuto.sagas import Refusal, engine


@unit_of_work
def cancel_order(*, order_id: OrderId, viewer: access.Viewer, reason: str, now: datetime) -> dto.Order:
    """Call an order off, unless money has come in; one that is cancelled stays as it is. Raises OrderNotFound, NotCancellable.

    While the saga is at work it is asked to compensate; when its last step was faster, the confirmed order is undone here.
    """
    seen = queries.get_order(order_id=order_id, viewer=viewer)
    if seen.status is OrderStatus.CANCELLED:
        return seen
    statements.note_cancellation(order_id, reason=reason)
    refusal = Refusal(CANCELLED_ON_REQUEST, ON_REQUEST)
    if seen.status is OrderStatus.PENDING and placement.stop(order_id, refusal=refusal):
        # Compensation starts here if no worker holds the saga; otherwise that worker fails the fence on its next advance
        # and compensates.
        transaction.on_commit(lambda: engine.run_of(placement.name, order_id), robust=True)
    else:
        _cancel_placed(order_id, refusal, now=now)
    return queries.get_order(order_id=order_id, viewer=viewer)


@unit_of_work
def receive_payment(*, order_id: OrderId, payment_id: PaymentId, amount: Money, in_full: bool, now: datetime) -> None:
    """Money came in; once all of it is there, the parcel is asked for. Raises OrderNotFound, InvalidOrderTransition."""
    order, version = event_store.load_to_change(order_id)
    events = order.receive_payment(payment_id=payment_id, amount=amount, in_full=in_full, now=now)
    if not events:
        return
    if in_full:
        events += order.request_shipment(_request_shipment(order, now=now), now=now)
    _append(order, version, events)


@unit_of_work
def ship_order(*, order_id: OrderId, shipment_id: ShipmentId, now: datetime) -> None:
    """The parcel has left. Raises OrderNotFound, InvalidOrderTransition."""
    order, version = event_store.load_to_change(order_id)
    _append(order, version, order.ship(shipment_id, now=now))


@unit_of_work
def deliver_order(*, order_id: OrderId, shipment_id: ShipmentId, now: datetime) -> None:
    """The parcel has arrived, and so has left. Raises OrderNotFound, InvalidOrderTransition."""
    order, version = event_store.load_to_change(order_id)
    _append(order, version, order.deliver(shipment_id, now=now))


@unit_of_work
def end_unpaid_order(*, order_id: OrderId, reason: str, now: datetime) -> bool:
    """End a confirmed order that nobody has paid in time; False when it has ended or gone on meanwhile.

    Raises OrderNotFound, NotCancellable when money has come in.
    """
    order, version = event_store.load_to_change(order_id)
    if order.status is not OrderStatus.CONFIRMED:
        return False
    _undo_confirmed(order, version, Refusal(UNPAID, reason), because=Withdrawal.UNPAID, now=now)
    return True


@unit_of_work
def end_unpaid_batch(*, order_ids: Sequence[OrderId], reason: str, now: datetime) -> int:
    """End those of many confirmed orders on which nothing was paid; how many there were.

    Each costs the few statements of its credit note; all else is asked once for all.

    An order that somebody is changing, or paying, is left out. Raises VersionConflict for a broken read model.
    """
    unpaid = [
        (order, version)
        for order, version in event_store.load_free(order_ids)
        if order.status is OrderStatus.CONFIRMED and order.is_cancellable
    ]
    withdrawn = billing.withdraw_claims(order_ids=[order.id for order, _ in unpaid], because=Withdrawal.UNPAID, now=now)
    inventory.release_stock_of_orders(order_ids=sorted(withdrawn), now=now)
    ended = [(order, version) for order, version in unpaid if order.id in withdrawn]
    if ended:
        event_store.append_each(ended, OrderCancelled(code=UNPAID, reason=reason, occurred_at=now))
    return len(ended)


def _cancel_placed(order_id: OrderId, refusal: Refusal, *, now: datetime) -> None:
    order, version = event_store.load_to_change(order_id)
    # It has ended, or the saga compensates for another reason already and ends it with that one.
    if order.status not in (OrderStatus.PENDING, OrderStatus.CANCELLED):
        _undo_confirmed(order, version, refusal, because=Withdrawal.CALLED_OFF, now=now)


def _undo_confirmed(order: Order, version: int, refusal: Refusal, *, because: Withdrawal, now: datetime) -> None:
    events = order.cancel(code=refusal.code, reason=refusal.reason, now=now)
    # The claim before the stock, as where many orders end at once: so neither of the two waits for what the other holds.
    try:
        billing.withdraw_claim(order_id=order.id, because=because, now=now)
    except billing.errors.InvoiceAlreadyPaid:
        # The money is there, but the news has not arrived yet; for the buyer it is the same refusal.
        raise NotCancellable(current="being paid") from None
    inventory.release_stock(order_id=order.id, now=now)
    _append(order, version, events)


def _request_shipment(order: Order, *, now: datetime) -> ShipmentId:
    address = queries.get_party(order_id=order.id).shipping_address
    lines = [ShipmentLine(sku=line.sku, quantity=line.quantity) for line in order.lines]
    return shipping.create_shipment(order_id=order.id, address=address, lines=lines, now=now).id


def _append(order: Order, version: int, events: list[OrderEvent]) -> None:
    if events:
        event_store.append(event_store.evolve(order, events), expected_version=version, events=events)
