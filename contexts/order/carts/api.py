"""Carts over HTTP: a guest keeps the token of the answer."""

from dataclasses import dataclass, replace
from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.order import access
from contexts.order.access import STAFF, Viewer
from contexts.order.carts import dto, queries, use_cases
from contexts.order.carts.domain import MOST_LINES, MOST_PIECES
from contexts.order.carts.dto import ItemWish
from gotuto.http import PUBLIC, Endpoint, again, idempotency, if_match, operation, principal
from gotuto.http.access import Access
from gotuto.http.fields import CountryCode, CurrencyCode
from gotuto.ids import CartId, Sku
from gotuto.roles import Role


class ItemBody(TypedDict):
    """So many pieces of a SKU."""

    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=MOST_PIECES)]


class CartBody(TypedDict):
    """A cart, filled or empty."""

    currency: NotRequired[CurrencyCode]
    items: NotRequired[Annotated[list[ItemBody], Meta(max_length=MOST_LINES)]]


@dataclass(frozen=True)
class QuantityBody:
    """How many pieces the cart is to hold."""

    quantity: Annotated[int, Meta(ge=1, le=MOST_PIECES)]


class DestinationQuery(TypedDict):
    """Where an order of the cart would go; without a country it stays in the seller's."""

    country: NotRequired[Annotated[CountryCode, Meta(description="ISO 3166-1 alpha-2; XI is Northern Ireland.")]]
    region: NotRequired[Annotated[str, Meta(max_length=100, description="As in an address; no tax depends on it.")]]
    postal_code: NotRequired[
        Annotated[str, Meta(max_length=20, description="Islands and other regions have taxes of their own.")]
    ]
    vat_id: NotRequired[
        Annotated[str, Meta(max_length=40, description="The buyer's, in any way of writing; nobody is asked about it.")]
    ]


# To change a cart or an order for a buyer takes the role, however many of them somebody sees.
BUYERS = Access(
    f"buyers, and staff with the role '{Role.SUPPORT}'",
    lambda asking: not asking.is_staff or Role.SUPPORT in asking.roles,
)

ITEM = {"sku": "TEA-EARL-GREY-100", "quantity": 2}
CART_TOKEN = {"X-Cart-Token": "The token of a guest's cart."}


def cart_viewer(request: Request) -> Viewer:
    return viewer_with(request, request.headers.get("X-Cart-Token", ""), sees="order.cart")


def viewer_with(request: Request, token: str, *, sees: str) -> Viewer:
    asking = principal(request)
    return Viewer(
        customer_id=asking.customer_id,
        customer_group=asking.customer_group,
        is_staff=asking.sees(sees),
        token=token,
    )


# A key that nobody guesses, such as a UUID; with a poor one, two guests behind one address might meet.
_STRONG_KEY = 20


def _with_token(cart: dto.Cart, request: Request) -> dto.Cart:
    """A cart whose first answer was lost; whoever repeats the request with a strong key gets the token that was missed."""
    is_guest = principal(request).customer_id is None
    if cart.token is None and is_guest and len(idempotency.key_of(request) or "") >= _STRONG_KEY:
        return replace(cart, token=access.token(kind="cart", subject_id=cart.id))
    return cart


class Carts(Endpoint):
    @operation(
        allow=BUYERS,
        returns=dto.Cart,
        status=201,
        replay=again(queries.get_cart, viewer=lambda request: STAFF),
        after=_with_token,
        guest_limit="guest_cart",
        example={"items": [ITEM]},
    )
    def post(self, request: Request, *, body: CartBody) -> dto.Cart:
        """Take a cart; a guest keeps the token of the answer and sends it back as X-Cart-Token."""
        return use_cases.open_cart(
            customer_id=principal(request).customer_id,
            customer_group=principal(request).customer_group,
            currency=body.get("currency", settings.GOTUTO_CURRENCY),
            items=[ItemWish(**item) for item in body.get("items", [])],
            by_staff=principal(request).is_staff,
            now=timezone.now(),
        )


class CartDetail(Endpoint):
    @operation(allow=PUBLIC, returns=dto.Cart, headers=CART_TOKEN)
    def get(self, request: Request, *, cart_id: UUID, query: DestinationQuery) -> dto.Cart:
        """A cart with the prices that the buyer was shown, and what an order of it would come to with its taxes."""
        destination = dto.Destination(
            country=query.get("country", ""),
            postal_code=query.get("postal_code", ""),
            vat_id=query.get("vat_id", ""),
        )
        return use_cases.price_cart(
            cart_id=CartId(cart_id), viewer=cart_viewer(request), destination=destination, now=timezone.now()
        )


class CartItems(Endpoint):
    @operation(
        allow=BUYERS,
        returns=dto.Cart,
        status=201,
        replay=again(queries.get_cart, viewer=cart_viewer),
        example=ITEM,
        headers=CART_TOKEN,
    )
    def post(self, request: Request, *, cart_id: UUID, body: ItemBody) -> dto.Cart:
        """Put pieces into the cart, on top of those that are in it."""
        return use_cases.add_item(
            cart_id=CartId(cart_id), viewer=cart_viewer(request), item=ItemWish(**body), now=timezone.now()
        )


class CartItemDetail(Endpoint):
    @operation(allow=BUYERS, returns=dto.Cart, example={"quantity": 3}, headers=CART_TOKEN)
    def patch(self, request: Request, *, cart_id: UUID, sku: str, body: QuantityBody) -> dto.Cart:
        """Set how many pieces the cart holds."""
        wish = ItemWish(sku=Sku(sku.upper()), quantity=body.quantity)
        return use_cases.change_item(
            cart_id=CartId(cart_id),
            viewer=cart_viewer(request),
            item=wish,
            expected_version=if_match(request),
            now=timezone.now(),
        )

    @operation(allow=BUYERS, returns=dto.Cart, headers=CART_TOKEN)
    def delete(self, request: Request, *, cart_id: UUID, sku: str) -> dto.Cart:
        """Take a SKU out of the cart."""
        return use_cases.remove_item(
            cart_id=CartId(cart_id),
            viewer=cart_viewer(request),
            sku=Sku(sku.upper()),
            expected_version=if_match(request),
            now=timezone.now(),
        )
