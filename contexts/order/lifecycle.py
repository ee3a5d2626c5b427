"""What happens to an order after it was placed: cancelled, paid, packed, sent, delivered."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from contexts.billing import facade as billing
from contexts.billing.dto import Withdrawal
from contexts.inventory import facade as inventory
from contexts.order import access, cancellation
from contexts.order.orders import dto, event_store, queries, statements
from contexts.order.orders.domain.order import CANCELLED_ON_REQUEST, ON_REQUEST, Order
from contexts.order.orders.domain.stream import OrderCancelled, OrderEvent
from contexts.order.orders.domain.unpaid import UNPAID
from contexts.order.orders.dto import OrderStatus
from contexts.order.orders.errors import NotCancellable
from contexts.order.packing import ask_for_parcel
from contexts.order.placement import placement
from contexts.shipping import facade as shipping
from gotuto.db import unit_of_work
from gotuto.ids import OrderId, PaymentId, ShipmentId
from gotuto.money import Money
from gotuto.sagas import Refusal, engine


@unit_of_work
def cancel_order(*, order_id: OrderId, viewer: access.Viewer, reason: str, now: datetime) -> dto.Order:
    """Call an order off, until its parcel has left; one that is cancelled stays as it is. Raises OrderNotFound, NotCancellable.

    While the placement is at work it is asked to compensate; when its last step was faster, the confirmed order is undone here.
    Where money has come in, a saga sends it back.
    """
    seen = queries.get_order(order_id=order_id, viewer=viewer)
    if seen.status is OrderStatus.CANCELLED:
        return seen
    event_store.lock(order_id)
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
def called_off(*, order_id: OrderId, viewer: access.Viewer) -> dto.Order:
    """The order that was called off and has ended, or is ending.

    Raises OrderNotFound, NotCancellable where the carrier was faster than its saga.
    """
    order = queries.get_order(order_id=order_id, viewer=viewer)
    if order.is_cancelling or order.status in (OrderStatus.PENDING, OrderStatus.CANCELLED):
        return order
    _check_parcel(order_id)
    raise NotCancellable(current=order.status)


@unit_of_work
def receive_payment(*, order_id: OrderId, payment_id: PaymentId, amount: Money, in_full: bool, now: datetime) -> None:
    """Money came in; once all of it is there, the parcel is asked for. Raises OrderNotFound, InvalidOrderTransition."""
    order, version = event_store.load_to_change(order_id)
    events = order.receive_payment(payment_id=payment_id, amount=amount, in_full=in_full, now=now)
    if not events:
        return
    paid = event_store.evolve(order, events)
    if paid.awaits_parcel:
        events += ask_for_parcel(paid, now=now)
    _append(order, version, events)


@unit_of_work
def reverse_payment(*, order_id: OrderId, payment_id: PaymentId, amount: Money, cause: str, now: datetime) -> None:
    """Money did not stay; the order goes on from where it stands, and its staff see that it is not paid. Raises OrderNotFound."""
    order, version = event_store.load_to_change(order_id)
    _append(order, version, order.reverse_payment(payment_id=payment_id, amount=amount, cause=cause, now=now))


@unit_of_work
def hear_of_refund(*, order_id: OrderId) -> None:
    """A gateway has said what became of a refund: whoever waits for it looks again."""
    cancellation.cancellation.wake(order_id)


@unit_of_work
def hear_of_goods(*, order_id: OrderId) -> None:
    """An order in line has been served: its placement goes on."""
    placement.wake(order_id)


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
    try:
        _undo_confirmed(order, version, Refusal(UNPAID, reason), because=Withdrawal.UNPAID, now=now)
    except billing.errors.InvoiceAlreadyPaid:
        # The money is there, but the news has not arrived yet.
        raise NotCancellable(current="being paid") from None
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
    if order.status in (OrderStatus.PENDING, OrderStatus.CANCELLED):
        return
    if order.is_cancellable:
        # Where the money is there but the news of it has not arrived, the saga sends it back as well.
        with suppress(billing.errors.InvoiceAlreadyPaid):
            _undo_confirmed(order, version, refusal, because=Withdrawal.CALLED_OFF, now=now)
            return
    _begin_cancellation(order, version, now=now)


def _begin_cancellation(order: Order, version: int, *, now: datetime) -> None:
    events = order.request_cancellation(now=now)
    if not events:
        return
    _check_parcel(order.id)
    _append(order, version, events)
    cancellation.start(order.id, version=version, now=now)
    # It goes on here if no worker is faster, so that the answer can tell how it ended.
    transaction.on_commit(lambda: engine.run_of(cancellation.cancellation.name, order.id), robust=True)


def _check_parcel(order_id: OrderId) -> None:
    """Raises NotCancellable once the carrier has it, also before the news of it has arrived."""
    try:
        shipping.check_cancellable(order_id=order_id)
    except shipping.errors.NotCancellable:
        raise NotCancellable(current=OrderStatus.SHIPPED) from None


def _undo_confirmed(order: Order, version: int, refusal: Refusal, *, because: Withdrawal, now: datetime) -> None:
    events = order.cancel(code=refusal.code, reason=refusal.reason, now=now)
    # The claim before the stock, as where many orders end at once: so neither of the two waits for what the other holds.
    billing.withdraw_claim(order_id=order.id, because=because, now=now)
    inventory.release_stock(order_id=order.id, now=now)
    _append(order, version, events)


def _append(order: Order, version: int, events: list[OrderEvent]) -> None:
    if events:
        event_store.append(event_store.evolve(order, events), expected_version=version, events=events)
