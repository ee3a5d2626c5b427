"""Calling off an order on which money has come in, as long as its parcel has not left.

    buyer → order      request_cancellation   the order is being cancelled from now on
    order → shipping   call_off_parcel        undo: put_parcel_back; refused once the carrier has it
    order → billing    take_back_claim        a credit note; what was paid is the buyer's again. From here there is no way back
    order → inventory  release_stock          after the claim, as in all that ends orders: none waits for what another holds
    order → billing    request_refund         each payment goes back as it came; the gateways are called
    order → billing    await_refund           until they have said what became of it
    order → world      end                    the order is cancelled; the mail to its buyer follows from it

A refusal before the credit note undoes what was done, and the order goes on as if nothing had been asked: it holds its stock until then.
"""

from datetime import datetime, timedelta

from contexts.billing import facade as billing
from contexts.billing.dto import Withdrawal
from contexts.inventory import facade as inventory
from contexts.order.orders import event_store
from contexts.order.orders.domain.order import CANCELLED_ON_REQUEST, ON_REQUEST, Order
from contexts.order.orders.domain.stream import CancellationRefused, OrderEvent
from contexts.order.packing import ask_for_parcel
from contexts.shipping import facade as shipping
from gotuto.ids import OrderId
from gotuto.sagas import Deadline, Refusal, Saga, Step, Wait

# A gateway of which nobody hears for so long is a matter for people.
_PATIENCE = Deadline(timedelta(days=30))


def call_off_parcel(order: Order, *, now: datetime) -> list[OrderEvent]:
    """Shipping never packs it, or refuses with NotCancellable: the carrier has it."""
    shipping.cancel_shipment(order_id=order.id, now=now)
    return []


def put_parcel_back(order: Order, *, reason: str, now: datetime) -> list[OrderEvent]:
    """Shipping goes on with it."""
    shipping.restore_shipment(order_id=order.id, now=now)
    return []


def take_back_claim(order: Order, *, now: datetime) -> list[OrderEvent]:
    """Billing credits the whole invoice; what was paid on it settles nothing any more."""
    billing.take_back_claim(order_id=order.id, because=Withdrawal.CALLED_OFF, now=now)
    return []


def release_stock(order: Order, *, now: datetime) -> list[OrderEvent]:
    """Inventory lets go of what it held."""
    inventory.release_stock(order_id=order.id, now=now)
    return []


def request_refund(order: Order, *, now: datetime) -> list[OrderEvent]:
    """Billing has each payment sent back."""
    billing.refund_order(order_id=order.id, reason=ON_REQUEST, now=now)
    return []


def await_refund(order: Order, *, now: datetime) -> list[OrderEvent] | Wait:
    """Until the gateways have answered; one that refuses leaves it to the staff, and the order ends all the same."""
    return Wait("the answers of gateways about its refunds") if billing.open_refunds(order_id=order.id) else []


def end(order: Order, *, now: datetime) -> list[OrderEvent]:
    """The order is cancelled, and the world is told."""
    return order.end_cancellation(code=CANCELLED_ON_REQUEST, reason=ON_REQUEST, now=now)


def refused(order: Order, *, refusal: Refusal, now: datetime) -> list[OrderEvent]:
    """Everything is as it was, and the order goes on; what was paid in full meanwhile is packed."""
    goes_on: list[OrderEvent] = [CancellationRefused(code=refusal.code, reason=refusal.reason, occurred_at=now)]
    standing = event_store.evolve(order, goes_on)
    return goes_on + (ask_for_parcel(standing, now=now) if standing.awaits_parcel else [])


cancellation = Saga(
    "order.cancellation",
    version=1,
    subject=event_store,
    steps=(
        Step(call_off_parcel, undo=put_parcel_back),
        Step(take_back_claim, is_pivot=True),
        Step(release_stock),
        Step(request_refund, calls_out=True),
        Step(await_refund, deadline=_PATIENCE),
        Step(end),
    ),
    refused=refused,
)


def start(order_id: OrderId, *, version: int, now: datetime) -> None:
    """Put the saga to work when the open unit of work commits; an order that goes on may be called off once more."""
    cancellation.start(order_id, key=f"at version {version}", now=now)
