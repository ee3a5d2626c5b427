"""One order from the cart to the door, over HTTP, as a guest and the staff of the shop see it."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

PATIENCE_SECONDS = 20.0

ITEMS: list[dict[str, object]] = [{"sku": "TEA-EARL-GREY-100", "quantity": 2}, {"sku": "CUP-STONEWARE", "quantity": 1}]
ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "postal_code": "10115",
    "city": "Berlin",
    "country": "DE",
}


class JourneyFailed(Exception):
    """The shop did not answer as it promises."""


@dataclass
class Journey:
    """Places, pays, sends and delivers an order; `steps` tells each thing as it is done."""

    base_url: str
    staff_token: str
    order: dict[str, Any] = field(default_factory=dict)
    items: list[dict[str, object]] = field(default_factory=lambda: ITEMS)

    def steps(self) -> Iterator[str]:
        cart = self._post("carts/", {"items": self.items})
        yield f"A guest fills a cart: {', '.join(item['name'] for item in cart['items'])}"
        body = {"cart_id": cart["id"], "email": "ada@example.com", "shipping_address": ADDRESS}
        self.order = self._post("orders/", body, {"X-Cart-Token": cart["token"], "Prefer": "wait=10"})
        yield f"orders it: {self.order['number']} is {self.order['status']}, {_money(self.order['total'])}"
        self._until("confirmed")
        invoice = self._staff("GET", f"invoices/{self.order['invoice_id']}/")
        payment = {"amount": invoice["amount_due"], "method": "transfer", "reference": self.order["number"]}
        self._staff("POST", f"invoices/{invoice['id']}/payments/", payment)
        self._until("processing")
        yield f"pays the invoice {invoice['number']}"
        (shipment_id,) = self.order["shipment_ids"]
        parcel = {"carrier": "DHL", "tracking_number": f"JD{self.order['number'][2:]}"}
        self._staff("POST", f"shipments/{shipment_id}/dispatch/", parcel)
        self._until("shipped")
        yield "The shop hands the parcel to the carrier"
        self._staff("POST", f"shipments/{shipment_id}/deliver/", {})
        self._until("delivered")
        yield "and the parcel arrives."

    def history(self) -> list[dict[str, Any]]:
        """What the buyer may know of the order, in the order of time."""
        return list(self._staff("GET", f"orders/{self.order['id']}/events/")["results"])

    def messages(self) -> list[dict[str, Any]]:
        """The mails about the order."""
        return list(self._staff("GET", f"notifications/?order_id={self.order['id']}")["results"])

    def _until(self, status: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.order["status"] != status:
            if time.monotonic() > deadline or self.order["status"] == "cancelled":
                raise JourneyFailed(f"{self.order['number']} is {self.order['status']}, not {status}.")
            time.sleep(0.05)
            self.order = self._staff("GET", f"orders/{self.order['id']}/")

    def _post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        return self._call("POST", path, body, headers or {})

    def _staff(self, method: str, path: str, body: Any = None) -> Any:
        return self._call(method, path, body, {"Authorization": f"Bearer {self.staff_token}"})

    def _call(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        request = urllib.request.Request(  # noqa: S310  the instance's own address
            f"{self.base_url.rstrip('/')}/api/v1/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json", **headers},
        )
        try:
            with urllib.request.urlopen(request, timeout=40) as answer:  # noqa: S310
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            raise JourneyFailed(f"{method} {path} answered {refusal.code}: {refusal.read().decode()}") from None
        except urllib.error.URLError as failure:
            raise JourneyFailed(
                f"{self.base_url} does not answer ({failure.reason}). Is `make up` running in another terminal?"
            ) from None


def _money(money: dict[str, str]) -> str:
    return f"{money['amount']} {money['currency']}"
