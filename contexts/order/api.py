"""Orders over HTTP: placed, looked at, called off."""

from dataclasses import replace
from typing import Annotated, Any, NotRequired, TypedDict, cast
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request
from rest_framework.response import Response

from contexts.billing import facade as billing
from contexts.billing.dto import Begun, PaymentAttempt
from contexts.order import access, lifecycle, placement, waiting
from contexts.order.carts.api import BUYERS, CART_TOKEN, cart_viewer, viewer_with
from contexts.order.carts.queries import latest_cart_id
from contexts.order.history import queries as history
from contexts.order.history.dto import HistoryEntry, RawEvent
from contexts.order.orders import queries
from contexts.order.orders.dto import Buyer, Order, OrderStatus, Placed
from contexts.order.search import queries as search
from contexts.order.search.dto import OrderFilter
from gotuto.address import Address
from gotuto.http import PUBLIC, SIGNED_IN, Endpoint, ListQuery, again, limits, operation, principal
from gotuto.http.operations import respond
from gotuto.http.waiting import wanted_seconds
from gotuto.ids import AttemptId, CartId, CustomerId, OrderId
from gotuto.long_polling import LongPoll
from gotuto.paging import MAX_SIZE, Page, PageRequest
from gotuto.text.email_address import EmailAddress


class OrderBody(TypedDict):
    """A cart and the person who orders it."""

    cart_id: CartId
    email: Annotated[EmailAddress, Meta(max_length=254)]
    shipping_address: Address
    billing_address: NotRequired[Address | None]
    vat_id: NotRequired[
        Annotated[
            str | None,
            Meta(
                max_length=40,
                description="Of a business, in any way of writing; checked in the background, and it takes tax off once it is valid.",
            ),
        ]
    ]


class CancelBody(TypedDict):
    """Why an order is called off."""

    reason: Annotated[str, Meta(max_length=500)]


class HistoryQuery(TypedDict):
    """How the history is told."""

    raw: NotRequired[Annotated[bool, Meta(description="The stream as stored; staff only.")]]
    page_size: NotRequired[Annotated[int, Meta(ge=1, le=MAX_SIZE, description=f"{MAX_SIZE} unless said otherwise.")]]
    cursor: NotRequired[Annotated[str, Meta(description="Opaque; taken from `next` or `previous`.")]]


ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "postal_code": "10115",
    "city": "Berlin",
    "country": "DE",
}

long_poll = LongPoll(
    lambda order_ids: queries.settled_orders(order_ids=[OrderId(order_id) for order_id in order_ids]),
    # The other half of the threads goes on answering.
    max_waiters=max(settings.GOTUTO_WEB_THREADS // 2, 1),
)

ORDER_TOKEN = {"X-Order-Token": "The token of a guest's order."}
PREFER = {"Prefer": "`wait=10` holds the answer until the order is confirmed or cancelled, at most so many seconds."}


def order_viewer(request: Request) -> access.Viewer:
    return viewer_with(request, request.headers.get("X-Order-Token", ""), sees="order.order")


def _answer(result: Placed | Order, request: Request) -> Response:
    """202 at once, or with `Prefer: wait` 201 as soon as the order is no longer pending; 200 for one that was there.

    An order comes from a repeated Idempotency-Key, and is answered like the first time.
    """
    order, is_new = (result.order, result.is_new) if isinstance(result, Placed) else (result, True)
    waited = False
    seconds = wanted_seconds(request.headers.get("Prefer", ""))
    if seconds is not None and order.status is OrderStatus.PENDING:
        waited = long_poll.wait(order.id, seconds=seconds)
        order = waiting.get_order(order_id=order.id, viewer=access.STAFF)
    if principal(request).customer_id is None:
        order = replace(order, token=access.token(kind="order", subject_id=order.id))
    response = respond(order, request, _status(order, is_new=is_new))
    response.headers["Location"] = request.build_absolute_uri(f"{request.path}{order.id}/")
    if waited:
        response.headers["Preference-Applied"] = f"wait={seconds}"
    return response


def _status(order: Order, *, is_new: bool) -> int:
    if not is_new:
        return 200
    return 202 if order.status is OrderStatus.PENDING else 201


def _order_of_cart(request: Request) -> dict[str, Any] | None:
    """The order that a customer would place now: their latest cart that holds something."""
    customer_id = principal(request).customer_id
    cart_id = latest_cart_id(customer_id=customer_id) if customer_id else None
    email = request.user.get_username()
    return {"cart_id": str(cart_id), "email": email, "shipping_address": ADDRESS} if cart_id else None


class Orders(Endpoint):
    @operation(allow=SIGNED_IN, listing=search.ORDERS, returns=Page[Order])
    def get(self, request: Request, *, query: ListQuery[OrderFilter]) -> Page[Order]:
        """Orders, the latest first: a customer's own, or all for staff."""
        asking = principal(request)
        # Somebody who is neither a customer nor granted to see orders owns none, and must not see everybody's.
        sees_all = asking.sees("order.order")
        owner = None if sees_all else asking.customer_id or CustomerId(cast(UUID, asking.user_id))
        return waiting.list_orders(filters=query.filters, of_customer=owner, page=query.page)

    @operation(
        allow=BUYERS,
        returns=Order,
        status=202,
        replay=again(waiting.get_order, viewer=lambda request: access.STAFF),
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
    def post(self, request: Request, *, body: OrderBody) -> Placed:
        """Place the order of a cart; a guest sends the cart's X-Cart-Token, and `Prefer: wait=10` waits until it is settled.

        A cart has at most one order that was not refused: posting it again answers 200 with its order as it is now. When the
        placement was refused, the cart opens again with its first change.
        """
        buyer = Buyer(
            email=body["email"],
            shipping_address=body["shipping_address"],
            billing_address=body.get("billing_address"),
            vat_id=body.get("vat_id") or "",
        )
        return placement.place_order(
            cart_id=body["cart_id"],
            viewer=cart_viewer(request),
            buyer=buyer,
            network=limits.network_key(request),
            now=timezone.now(),
        )


class OrderDetail(Endpoint):
    @operation(allow=PUBLIC, returns=Order, headers=ORDER_TOKEN)
    def get(self, request: Request, *, order_id: UUID) -> Order:
        """An order as it is now; a guest sends its token as X-Order-Token."""
        return waiting.get_order(order_id=OrderId(order_id), viewer=order_viewer(request))


class OrderEvents(Endpoint):
    @operation(allow=PUBLIC, returns=Page[HistoryEntry | RawEvent], headers=ORDER_TOKEN)
    def get(self, request: Request, *, order_id: UUID, query: HistoryQuery) -> Page[Any]:
        """What happened to an order; `?raw=1` shows the stream as it is stored to staff."""
        page = PageRequest(size=query.get("page_size", MAX_SIZE), cursor=query.get("cursor", ""))
        if query.get("raw"):
            if not principal(request).sees("order.streamrow"):
                raise Http404
            return history.get_raw_events(order_id=OrderId(order_id), page=page)
        return history.get_history(order_id=OrderId(order_id), viewer=order_viewer(request), page=page)


_again = again(waiting.get_order, viewer=order_viewer)


class OrderCancellation(Endpoint):
    @operation(
        allow=BUYERS,
        returns=Order,
        replay=_again,
        # Compensation runs after the commit, so that the answer can tell how it ended.
        after=lambda order, request: lifecycle.called_off(order_id=order.id, viewer=order_viewer(request)),
        example={"reason": "I changed my mind."},
        headers=ORDER_TOKEN,
    )
    def post(self, request: Request, *, order_id: UUID, body: CancelBody) -> Order:
        """Call an order off, until its parcel has left.

        As long as nothing is paid it ends at once. Else the goods are freed, the invoice is credited and what was paid goes back as
        it came; the order is cancelled as soon as the gateway has said so.
        """
        return lifecycle.cancel_order(
            order_id=OrderId(order_id),
            viewer=order_viewer(request),
            reason=body["reason"],
            now=timezone.now(),
        )


class AttemptBody(TypedDict):
    """By which gateway a buyer pays, and where it sends them back to."""

    gateway: Annotated[
        str, Meta(max_length=20, description="Such as `stripe`; what the shop offers is its own choice.")
    ]
    return_url: Annotated[
        str, Meta(max_length=2_000, description="A page of the shop: it begins with an origin that the shop allows.")
    ]


def _begun(result: Begun | PaymentAttempt, request: Request) -> Response:
    """201 with the page to pay on, as far as the gateway answers at once; 200 for the attempt that is open already."""
    if not isinstance(result, Begun):
        return respond(result, request, 201)
    return respond(billing.begin_at_gateway(begun=result), request, 201 if result.is_new else 200)


class PaymentAttempts(Endpoint):
    @operation(
        allow=BUYERS,
        returns=PaymentAttempt,
        status=201,
        replay=lambda attempt_id, request: billing.attempt(attempt_id=AttemptId(attempt_id)),
        after=_begun,
        guest_limit="guest_order",
        headers=ORDER_TOKEN,
        other_statuses=(200,),
        example={"gateway": "sandbox", "return_url": f"{settings.GOTUTO_PUBLIC_URL}/"},
    )
    def post(self, request: Request, *, order_id: UUID, body: AttemptBody) -> Begun:
        """Begin to pay a confirmed order: the buyer is sent to `redirect_url`, and comes back to `return_url`.

        An order has one open attempt: asking again answers 200 with it. Where the gateway does not answer at once, `redirect_url`
        is null, and `GET /payment-attempts/{id}/` shows it later.
        """
        order = queries.get_payable_order(order_id=OrderId(order_id), viewer=order_viewer(request))
        return billing.start_attempt(order_id=order.id, **body, now=timezone.now())
