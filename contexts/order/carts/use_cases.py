"""Carts: taken, filled, changed, expired."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings

from contexts.billing import facade as billing
from contexts.billing.dto import Destination, QuoteLine
from contexts.catalog import facade as catalog
from contexts.order import access
from contexts.order.access import Viewer
from contexts.order.carts import domain, dto, limits, locks, models, queries, signals, statements
from contexts.order.carts.errors import CartAlreadyOrdered, ItemNotFound
from gotuto.db import fetch_all, unit_of_work
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import CartId, CustomerId, Sku, new_id
from gotuto.money import check_in_use

_EXPIRE = """
UPDATE order_cart SET expired = true, version = version + 1
WHERE id = ANY(ARRAY(
    SELECT id FROM order_cart WHERE order_id IS NULL AND NOT expired AND expires_at <= %(now)s
    ORDER BY expires_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED))
RETURNING id, customer_id
"""


@unit_of_work
def open_cart(
    *,
    customer_id: CustomerId | None,
    currency: str,
    customer_group: str = "",
    items: Sequence[dto.ItemWish],
    by_staff: bool = False,
    now: datetime,
) -> dto.Cart:
    """Take a cart, filled or empty, at the prices of a group of customers; a guest's answer carries its token.

    Raises CurrencyWithdrawn, CartTooLarge, QuantityTooLarge, TooManyLines, TooManyPieces, and catalog's ProductNotFound and
    ProductNotForSale.
    """
    check_in_use(currency)
    cart = models.Cart(
        id=new_id(),
        customer_id=customer_id,
        customer_group=customer_group,
        currency=currency,
        expires_at=_expiry(now),
        created_at=now,
    )
    rows = _priced(cart, domain.merged(items, limits.of_cart(by_staff=by_staff)))
    statements.write_cart(cart, rows)
    signals.cart_created.publish(signals.CartCreated(cart_id=CartId(cart.id), customer_id=customer_id, occurred_at=now))
    token = access.token(kind="cart", subject_id=cart.id) if customer_id is None else None
    return cart.to_dto(rows, token=token)


@unit_of_work
def add_item(*, cart_id: CartId, viewer: Viewer, item: dto.ItemWish, now: datetime) -> dto.Cart:
    """Put pieces into a cart, on top of those that are in it.

    Raises CartNotFound, CartIsExpired, CartAlreadyOrdered, CartTooLarge, QuantityTooLarge, TooManyLines, TooManyPieces, and
    catalog's refusals.
    """
    cart, quantities = _open_to_change(cart_id, viewer, now=now)
    quantities[item.sku] = quantities.get(item.sku, 0) + item.quantity
    domain.check(quantities, limits.of_cart(by_staff=viewer.is_staff))
    return _put(cart, item.sku, quantities[item.sku], now=now)


@unit_of_work
def change_item(
    *, cart_id: CartId, viewer: Viewer, item: dto.ItemWish, expected_version: ExpectedVersion = None, now: datetime
) -> dto.Cart:
    """Set how many pieces of a SKU the cart holds. Raises ItemNotFound, Stale, and what `add_item` raises."""
    cart, quantities = _open_to_change(cart_id, viewer, expected_version=expected_version, now=now)
    if item.sku not in quantities:
        raise ItemNotFound(sku=item.sku)
    quantities[item.sku] = item.quantity
    domain.check(quantities, limits.of_cart(by_staff=viewer.is_staff))
    return _put(cart, item.sku, item.quantity, now=now)


@unit_of_work
def remove_item(
    *, cart_id: CartId, viewer: Viewer, sku: Sku, expected_version: ExpectedVersion = None, now: datetime
) -> dto.Cart:
    """Take a SKU out of the cart. Raises ItemNotFound, CartNotFound, CartIsExpired, CartAlreadyOrdered, Stale."""
    cart, quantities = _open_to_change(cart_id, viewer, expected_version=expected_version, now=now)
    if sku not in quantities:
        raise ItemNotFound(sku=sku)
    cart.items.filter(sku=sku).delete()
    return _touched(cart, now=now)


def price_cart(*, cart_id: CartId, viewer: Viewer, destination: dto.Destination, now: datetime) -> dto.Cart:
    """A cart with what an order of it would come to where it goes; nothing is written.

    Raises CartNotFound, and billing's VatIdInvalid and TaxRateUnknown.
    """
    cart = queries.get_cart(cart_id=cart_id, viewer=viewer)
    lines = [
        QuoteLine(sku=item.sku, quantity=item.quantity, unit_price=item.unit_price, tax_class=item.tax_class)
        for item in cart.items
    ]
    quote = billing.quote(
        currency=cart.total.currency, lines=lines, destination=Destination(**vars(destination)), now=now
    )
    return replace(cart, totals=domain.totals(cart.total, quote))


def expire_carts(*, now: datetime, batch: int = 500) -> int:
    """Close carts that nobody touched for too long, batch by batch; how many there were."""
    closed = 0
    while expired := _expire_batch(now=now, batch=batch):
        closed += expired
    return closed


@unit_of_work
def _expire_batch(*, now: datetime, batch: int) -> int:
    expired = fetch_all(_EXPIRE, {"now": now, "batch": batch})
    signals.cart_expired.publish_all(
        [
            signals.CartExpired(cart_id=cart_id, customer_id=customer_id, occurred_at=now)
            for cart_id, customer_id in expired
        ]
    )
    return len(expired)


def _open_to_change(
    cart_id: CartId, viewer: Viewer, *, expected_version: ExpectedVersion = None, now: datetime
) -> tuple[models.Cart, dict[Sku, int]]:
    cart = locks.lock_cart(cart_id, viewer)
    check_version(expected=expected_version, actual=cart.version)
    if cart.order_id is not None and not cart.may_reopen:
        raise CartAlreadyOrdered
    locks.check_alive(cart, now=now)
    # Until this change, whoever posts the cart is answered with the refused order, so that a retry never orders twice.
    cart.order_id, cart.may_reopen = None, False
    cart.customer_group = cart.group_of(viewer)
    return cart, {Sku(sku): quantity for sku, quantity in cart.items.values_list("sku", "quantity")}


def _put(cart: models.Cart, sku: Sku, quantity: int, *, now: datetime) -> dto.Cart:
    models.CartItem.objects.bulk_create(
        _priced(cart, {sku: quantity}),
        update_conflicts=True,
        unique_fields=["cart", "sku"],
        update_fields=["name", "quantity", "unit_price", "currency", "tax_class"],
    )
    return _touched(cart, now=now)


def _priced(cart: models.Cart, quantities: dict[Sku, int]) -> list[models.CartItem]:
    if not quantities:
        return []
    products = catalog.price_products(skus=list(quantities), currency=cart.currency, customer_group=cart.customer_group)
    return [
        models.CartItem(
            cart=cart,
            sku=product.sku,
            product_id=product.product_id,
            name=product.name,
            quantity=quantity,
            unit_price=product.unit_price.amount,
            currency=product.unit_price.currency,
            tax_class=product.tax_class,
        )
        for product, quantity in zip(products, quantities.values(), strict=True)
    ]


def _touched(cart: models.Cart, *, now: datetime) -> dto.Cart:
    cart.expires_at, cart.version = _expiry(now), cart.version + 1
    models.Cart.objects.filter(id=cart.id).update(
        expires_at=cart.expires_at,
        version=cart.version,
        order_id=cart.order_id,
        may_reopen=cart.may_reopen,
        customer_group=cart.customer_group,
    )
    return cart.to_dto(list(cart.items.order_by("id")))


def _expiry(now: datetime) -> datetime:
    return domain.expiry(ttl_seconds=settings.GOTUTO_CART_TTL_SECONDS, now=now)
