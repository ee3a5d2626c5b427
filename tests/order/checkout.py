"""Carts and orders over HTTP: a buyer's requests, with working bodies."""

from typing import Any

from tests.clients import Api

ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "postal_code": "10115",
    "city": "Berlin",
    "country": "DE",
}


def take_cart(api: Api, items: dict[str, int] | None = None, **headers: str) -> dict[str, Any]:
    """A cart as the answer that made it shows it."""
    wishes = [{"sku": sku, "quantity": quantity} for sku, quantity in ({"TEA": 2} if items is None else items).items()]
    answer = api.post("carts/", {"items": wishes}, **headers)
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def bearer(cart: dict[str, Any]) -> Api:
    """The guest who was given the cart's token."""
    return Api(X_Cart_Token=cart["token"])


def form(cart: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"cart_id": cart["id"], "email": "Ada@Example.com", "shipping_address": ADDRESS, **changes}


def place(api: Api, items: dict[str, int] | None = None) -> dict[str, Any]:
    """An order as the answer to placing it shows it; a guest's with its token."""
    cart = take_cart(api, items)
    asking = api.with_headers(X_Cart_Token=cart["token"]) if cart["token"] else api
    answer = asking.post("orders/", form(cart))
    assert answer.status_code == 202, answer.content
    return dict(answer.json())


def owner(order: dict[str, Any]) -> Api:
    """The guest who was given the order's token."""
    return Api(X_Order_Token=order["token"])
