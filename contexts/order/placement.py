"""Placing an order: the cart becomes an order at once, and a saga asks the other contexts, one after the other.

    buyer → order      place_order
    order → billing    quote                 what the lines come to with their taxes, decided once
    order → catalog    validate_products     are they for sale, at the price that the buyer saw?
    order → inventory  reserve_stock         undo: release_stock; where goods are waited for, the order waits here for its turn
    order → billing    open_invoice          undo: void_invoice
    order → billing    confirm               issue the invoice, confirm the order; the last that can refuse
    order → world      order_confirmed       the confirmation mail follows from it

A refusal undoes what was done, last first, and the order ends cancelled with the code and words of the refusal.
"""

from datetime import datetime

from django.conf import settings

from contexts.billing import facade as billing
from contexts.billing.dto import Quote
from contexts.catalog import facade as catalog
from contexts.inventory import facade as inventory
from contexts.inventory.dto import StockLine
from contexts.order import access, invoicing, waiting
from contexts.order.carts import domain as rules
from contexts.order.carts import limits as allowed
from contexts.order.carts import locks, models
from contexts.order.invoicing import open_invoice, void_invoice
from contexts.order.orders import event_store, queries, reopening, statements
from contexts.order.orders.domain.order import Order, evolve
from contexts.order.orders.domain.stream import OrderEvent, OrderPlaced, StockReserved
from contexts.order.orders.domain.summary import summary
from contexts.order.orders.domain.unpaid import pay_by
from contexts.order.orders.dto import Buyer, Party, Placed
from contexts.order.orders.errors import PriceNoLongerValid
from gotuto.db import unit_of_work
from gotuto.ids import CartId, CustomerId, OrderId, new_id
from gotuto.sagas import Refusal, Saga, Step, Wait


@unit_of_work
def place_order(*, cart_id: CartId, viewer: access.Viewer, buyer: Buyer, network: str = "", now: datetime) -> Placed:
    """Make the order of a cart; a cart that has become one answers with it, also with one that was refused.

    `network` is a keyed hash of the place from which it comes; without one nothing is limited. Raises CartNotFound,
    CartIsExpired, CartEmpty, TotalTooLarge, TooMany, TooManyUnpaid, VatIdInvalid, TaxRateUnknown.
    """
    limits = allowed.of_buyer(viewer, network)
    cart = locks.lock_cart_to_order(cart_id, viewer, email=buyer.email, limits=limits)
    if cart.order_id is not None:
        # Whoever opens the cart may see what it has become.
        before = queries.get_order(order_id=OrderId(cart.order_id), viewer=access.STAFF)
        return Placed(order=before, is_new=False)
    locks.check_alive(cart, now=now)
    ordered = statements.ordered(cart.id, email=buyer.email, limits=limits)
    buyer = invoicing.with_known_vat_id(buyer, now=now)
    quote = invoicing.quote(ordered, buyer, currency=cart.currency, now=now)
    placed = _placed_event(cart, viewer, ordered, quote, now=now)
    order = evolve(None, placed)
    rules.check_total(order.total)
    event_store.append(order, expected_version=0, events=[placed])
    statements.close_cart(cart, _party(order, buyer), network=limits.network if limits else "")
    placement.start(order.id, now=now)
    return Placed(order=summary(order, email=buyer.email, vat_id=buyer.vat_id, version=1), is_new=True)


def validate_products(order: Order, *, now: datetime) -> list[OrderEvent]:
    """Catalog says that all is for sale, and still at the price that the buyer saw, or refuses."""
    products = catalog.price_products(
        skus=[line.sku for line in order.lines], currency=order.currency, customer_group=order.customer_group
    )
    for line, product in zip(order.lines, products, strict=True):
        if product.unit_price != line.unit_price:
            raise PriceNoLongerValid(sku=line.sku, seen=line.unit_price, now=product.unit_price)
    return []


def reserve_stock(order: Order, *, now: datetime) -> list[OrderEvent] | Wait:
    """Inventory holds every line, or refuses with NotEnoughStock, or a guest with AllowanceExceeded, or keeps the order in line."""
    lines = [StockLine(sku=line.sku, quantity=line.quantity) for line in order.lines]
    reservation = inventory.reserve_stock(
        order_id=order.id,
        lines=lines,
        allowance=allowed.stock(customer_id=order.customer_id),
        until=pay_by(order.placed_at, unpaid_days=settings.GOTUTO_UNPAID_DAYS),
        waits_until=now + waiting.PATIENCE.after,
        now=now,
    )
    reserved = StockReserved(reservation_id=reservation.id, waited=reservation.stood_in_line, occurred_at=now)
    return waiting.FOR_GOODS if reservation.is_waiting else [reserved]


def release_stock(order: Order, *, reason: str, now: datetime) -> list[OrderEvent]:
    """Inventory lets go of what it held, and of its place in line."""
    inventory.release_stock(order_id=order.id, now=now)
    return []


def confirm(order: Order, *, now: datetime) -> list[OrderEvent]:
    """Billing issues the invoice, and the order stands."""
    confirmed = order.confirm(now=now)
    billing.issue_invoice(order_id=order.id, now=now)
    return confirmed


def cancelled(order: Order, *, refusal: Refusal, now: datetime) -> list[OrderEvent]:
    """Everything is undone; the order ends with the reason. After a refusal the buyer may mend the cart and order again."""
    reopening.let_mend(order, refusal)
    return order.cancel(code=refusal.code, reason=refusal.reason, now=now)


placement = Saga(
    "order.placement",
    version=1,
    subject=event_store,
    steps=(
        Step(validate_products),
        Step(reserve_stock, undo=release_stock, deadline=waiting.PATIENCE),
        Step(open_invoice, undo=void_invoice),
        Step(confirm),
    ),
    refused=cancelled,
)


def _placed_event(
    cart: models.Cart, viewer: access.Viewer, ordered: statements.Ordered, quote: Quote, *, now: datetime
) -> OrderPlaced:
    return OrderPlaced(
        order_id=OrderId(new_id()),
        number=ordered.number,
        cart_id=CartId(cart.id),
        customer_id=CustomerId(cart.customer_id) if cart.customer_id else viewer.customer_id,
        customer_group=cart.group_of(viewer),
        currency=cart.currency,
        lines=ordered.lines,
        taxes=quote,
        occurred_at=now,
    )


def _party(order: Order, buyer: Buyer) -> Party:
    return Party(
        order_id=order.id,
        customer_id=order.customer_id,
        email=buyer.email,
        shipping_address=buyer.shipping_address,
        billing_address=buyer.billing_address or buyer.shipping_address,
        vat_id=buyer.vat_id,
    )
