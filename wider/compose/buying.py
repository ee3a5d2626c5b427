"""A guest orders through the proxy, pays at the sandbox, and is written to."""

import re
from collections.abc import Callable
from typing import Any

from tests.billing.payments.gateways.rigs import post
from tests.http_client import HttpClient
from tests.journeys.street import ADDRESS
from tests.runtime.processes import wait_until
from wider.check import Failed
from wider.fleet import goods, is_serving

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
_PLACE = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
_EMAIL = "ada@example.com"
# As the proxy's log has it: the answer, and further on what was asked.
_HOOK = re.compile(r' 204 [^\n]*"POST" "/api/v1/gateways/sandbox/webhook/"')
_BACK = "https://shop.staging.example.com/thanks"


def buy(url: str, *, said_by_proxy: Callable[[], str]) -> str:
    """An order that is confirmed, paid and mailed. Raises Failed."""
    wait_until(lambda: is_serving(url), seconds=60)
    shop = HttpClient(f"{url}/api/v1/", {"Prefer": "wait=20"})
    cart = shop.call("POST", "carts/", {"items": [{"sku": goods(url)[0], "quantity": 1}]}).json()
    form = {"cart_id": cart["id"], "email": _EMAIL, "shipping_address": ADDRESS}
    order = _well(shop.call("POST", "orders/", form, {"X-Cart-Token": cart["token"], **_PLACE}))
    if order["status"] != "confirmed":
        raise Failed(f"an order is {order['status']}")
    _pay(shop, order, said_by_proxy)
    _wait(lambda: len(_mails()) >= 2, "the confirmation and the invoice are not in the catcher of mails")
    shop.close()
    return f"an order is confirmed through the proxy, paid at the sandbox, whose webhook came, and {len(_mails())} mails are caught"


def _pay(shop: HttpClient, order: dict[str, Any], said_by_proxy: Callable[[], str]) -> None:
    token = {"X-Order-Token": order["token"]}
    begun = _well(
        shop.call("POST", f"orders/{order['id']}/payment-attempts/", {"gateway": "sandbox", "return_url": _BACK}, token)
    )
    page = begun["redirect_url"]
    if not page.startswith("http://127.0.0.1:8001/pay/"):
        raise Failed(f"a buyer is sent to {page}, which is not published")
    if post(page, choice="pay") != _BACK:
        raise Failed("the sandbox does not send the buyer back")
    attempt = f"payment-attempts/{begun['id']}/"
    _wait(lambda: shop.call("GET", attempt, None, token).json()["status"] == "succeeded", "the payment is not booked")
    _wait(lambda: bool(_HOOK.search(said_by_proxy())), "the shop has taken no webhook that came through the proxy")


def _mails() -> list[dict[str, Any]]:
    told = HttpClient("http://mails:8025").call("GET", f"/api/v1/search?query=to:{_EMAIL}").json()
    return list(told["messages"])


def _wait(is_so: Callable[[], bool], otherwise: str) -> None:
    try:
        wait_until(is_so, seconds=60)
    except AssertionError as error:
        raise Failed(otherwise) from error


def _well(answer: Any) -> dict[str, Any]:
    if not answer.is_success:
        raise Failed(f"{answer.status_code}: {answer.text[:300]}")
    return dict(answer.json())
