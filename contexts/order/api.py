"""REST of carts and orders: parse, one call through the facade, render."""

from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from contexts.order import dto, facade
from contexts.order.serializers import CancelIn, CartIn, HistoryQuery, ItemIn, OrderIn, OrderQuery, QuantityIn
from gotuto.http import PUBLIC, SIGNED_IN, Endpoint, PageQuery, idempotency, if_match, operation, principal
from gotuto.http.access import Access
from gotuto.http.operations import respond
from gotuto.http.waiting import WaitingRoom, wanted_seconds
from gotuto.ids import CartId, CustomerId, OrderId, Sku
from gotuto.paging import Page
from gotuto.roles import Role

# Staff may look at every cart and order; to change one for a buyer takes the role.
BUYERS = Access(
    f"buyers, and staff with the role '{Role.SUPPORT}'",
    lambda asking: not asking.is_staff or Role.SUPPORT in asking.roles,
)
ITEM = {"sku": "TEA-EARL-GREY-100", "quantity": 2}
ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "postal_code": "10115",
    "city": "Berlin",
    "country": "DE",
}

waiting_room = WaitingRoom(
    lambda order_ids: facade.settled_orders(order_ids=[OrderId(order_id) for order_id in order_ids]),
    # The other half of the threads goes on answering.
    seats=max(settings.GOTUTO_WEB_THREADS // 2, 1),
)


CART_TOKEN = {"X-Cart-Token": "The token of a guest's cart."}
ORDER_TOKEN = {"X-Order-Token": "The token of a guest's order."}
PREFER = {"Prefer": "`wait=10` holds the answer until the order is confirmed or cancelled, at most so many seconds."}


def cart_viewer(request: Request) -> dto.Viewer:
    return _viewer(request, request.headers.get("X-Cart-Token", ""))


def order_viewer(request: Request) -> dto.Viewer:
    return _viewer(request, request.headers.get("X-Order-Token", ""))


def _viewer(request: Request, token: str) -> dto.Viewer:
    asking = principal(request)
    return dto.Viewer(customer_id=asking.customer_id, is_staff=asking.is_staff, token=token)


# A key that nobody guesses, such as a UUID; with a poor one, two guests behind one address might meet.
_STRONG_KEY = 20


def _cart_again(cart_id: UUID, request: Request) -> dto.Cart:
    """A cart whose first answer was lost; whoever repeats the request with a strong key gets the token that he missed."""
    cart = facade.get_cart(cart_id=CartId(cart_id))
    is_guest = principal(request).customer_id is None
    if is_guest and len(idempotency.key_of(request)) >= _STRONG_KEY:
        return replace(cart, token=facade.token(kind="cart", subject_id=cart_id))
    return cart


class Carts(Endpoint):
    @operation(allow=BUYERS, body=CartIn, returns=dto.Cart, status=201, replay=_cart_again, example={"items": [ITEM]})
    def post(self, request: Request, *, body: dict[str, Any]) -> dto.Cart:
        """Take a cart; a guest keeps the token of the answer and sends it back as X-Cart-Token."""
        return facade.open_cart(
            customer_id=principal(request).customer_id,
            currency=body.get("currency", settings.GOTUTO_CURRENCY),
            items=body.get("items", []),
            now=timezone.now(),
        )


class CartDetail(Endpoint):
    @operation(allow=PUBLIC, returns=dto.Cart, headers=CART_TOKEN)
    def get(self, request: Request, *, cart_id: UUID) -> dto.Cart:
        """A cart with the prices that the buyer was shown."""
        return facade.get_cart(cart_id=CartId(cart_id), viewer=cart_viewer(request))


class CartItems(Endpoint):
    @operation(
        allow=BUYERS,
        body=ItemIn,
        returns=dto.Cart,
        status=201,
        replay=lambda cart_id, request: facade.get_cart(cart_id=CartId(cart_id), viewer=cart_viewer(request)),
        example=ITEM,
        headers=CART_TOKEN,
    )
    def post(self, request: Request, *, cart_id: UUID, body: dto.ItemWish) -> dto.Cart:
        """Put pieces into the cart, on top of those that are in it."""
        return facade.add_item(cart_id=CartId(cart_id), viewer=cart_viewer(request), item=body, now=timezone.now())


class CartItemDetail(Endpoint):
    @operation(allow=BUYERS, body=QuantityIn, returns=dto.Cart, example={"quantity": 3}, headers=CART_TOKEN)
    def patch(self, request: Request, *, cart_id: UUID, sku: str, body: dict[str, Any]) -> dto.Cart:
        """Set how many pieces the cart holds."""
        wish = dto.ItemWish(sku=Sku(sku.upper()), quantity=body["quantity"])
        return facade.change_item(
            cart_id=CartId(cart_id),
            viewer=cart_viewer(request),
            item=wish,
            expected_version=if_match(request),
            now=timezone.now(),
        )

    @operation(allow=BUYERS, returns=dto.Cart, headers=CART_TOKEN)
    def delete(self, request: Request, *, cart_id: UUID, sku: str) -> dto.Cart:
        """Take a SKU out of the cart."""
        return facade.remove_item(
            cart_id=CartId(cart_id),
            viewer=cart_viewer(request),
            sku=Sku(sku.upper()),
            expected_version=if_match(request),
            now=timezone.now(),
        )


def _placed_before(order_id: UUID, request: Request) -> dto.Placed:
    return dto.Placed(order=facade.get_order(order_id=OrderId(order_id)), is_new=True)


def _answer(placed: dto.Placed, request: Request) -> Response:
    """202 at once, or with `Prefer: wait` 201 as soon as the order is no longer pending; 200 for one that was there."""
    order, waited = placed.order, False
    seconds = wanted_seconds(request.headers.get("Prefer", ""))
    if seconds is not None and order.status is dto.OrderStatus.PENDING:
        waited = waiting_room.wait(order.id, seconds=seconds)
        order = facade.get_order(order_id=order.id)
    if principal(request).customer_id is None:
        order = replace(order, token=facade.token(kind="order", subject_id=order.id))
    response = respond(order, request, _status(placed, order))
    response.headers["Location"] = request.build_absolute_uri(f"{request.path}{order.id}/")
    if waited:
        response.headers["Preference-Applied"] = f"wait={seconds}"
    return response


def _status(placed: dto.Placed, order: dto.Order) -> int:
    if not placed.is_new:
        return 200
    return 202 if order.status is dto.OrderStatus.PENDING else 201


def _order_of_cart(request: Request) -> dict[str, Any] | None:
    """The order that a customer would place now: his latest cart that holds something."""
    customer_id = principal(request).customer_id
    cart_id = facade.latest_cart_id(customer_id=customer_id) if customer_id else None
    email = request.user.get_username()
    return {"cart_id": str(cart_id), "email": email, "shipping_address": ADDRESS} if cart_id else None


class Orders(Endpoint):
    @operation(allow=SIGNED_IN, query=OrderQuery, returns=Page[dto.Order])
    def get(self, request: Request, *, query: PageQuery) -> Page[dto.Order]:
        """Orders, the latest first: a customer's own, or all for staff."""
        asking = principal(request)
        # Somebody who is neither staff nor customer owns no order, and must not see everybody's.
        owner = None if asking.is_staff else asking.customer_id or CustomerId(cast(UUID, asking.user_id))
        filters = dto.OrderFilter(**{**query.filters, "customer_id": owner})
        return facade.list_orders(filters=filters, page=query.page)

    @operation(
        allow=BUYERS,
        body=OrderIn,
        returns=dto.Order,
        status=202,
        replay=_placed_before,
        after=_answer,
        limit="order",
        living_example=_order_of_cart,
        headers={**CART_TOKEN, **PREFER},
        other_statuses=(200, 201),
        example={
            "cart_id": "01a1fbed-958c-708b-adcb-88998f41d862",
            "email": "ada@example.com",
            "shipping_address": ADDRESS,
        },
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> dto.Placed:
        """Place the order of a cart; a guest sends the cart's X-Cart-Token, and `Prefer: wait=10` waits until it is settled."""
        return facade.place_order(
            cart_id=CartId(body["cart_id"]), viewer=cart_viewer(request), buyer=body["buyer"], now=timezone.now()
        )


class OrderDetail(Endpoint):
    @operation(allow=PUBLIC, returns=dto.Order, headers=ORDER_TOKEN)
    def get(self, request: Request, *, order_id: UUID) -> dto.Order:
        """An order as it is now; a guest sends its token as X-Order-Token."""
        return facade.get_order(order_id=OrderId(order_id), viewer=order_viewer(request))


class OrderEvents(Endpoint):
    @operation(allow=PUBLIC, query=HistoryQuery, returns=Page[dto.HistoryEntry], headers=ORDER_TOKEN)
    def get(self, request: Request, *, order_id: UUID, query: HistoryQuery) -> Page[Any]:
        """What happened to an order; `?raw=1` shows the stream as it is stored to staff."""
        if query.validated_data["raw"]:
            if not principal(request).is_staff:
                raise Http404
            return Page(items=facade.get_raw_events(order_id=OrderId(order_id)))
        return Page(items=facade.get_history(order_id=OrderId(order_id), viewer=order_viewer(request)))


def _order_again(order_id: UUID, request: Request) -> dto.Order:
    return facade.get_order(order_id=OrderId(order_id), viewer=order_viewer(request))


class OrderCancellation(Endpoint):
    @operation(
        allow=BUYERS,
        body=CancelIn,
        returns=dto.Order,
        replay=_order_again,
        # The way back is led after the commit, so that the answer can tell how it ended.
        after=lambda order, request: _order_again(order.id, request),
        example={"reason": "I changed my mind."},
        headers=ORDER_TOKEN,
    )
    def post(self, request: Request, *, order_id: UUID, body: dict[str, Any]) -> dto.Order:
        """Call an order off, as long as nothing is paid."""
        return facade.cancel_order(
            order_id=OrderId(order_id),
            viewer=order_viewer(request),
            reason=body["reason"],
            now=timezone.now(),
        )
