"""The shop seen from the street and from behind the counter: everything goes over HTTP."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any, Self, TypeVar

from tests.http_client import Answer, HttpClient
from tests.journeys.instance import Instance
from tests.runtime.processes import wait_until

T = TypeVar("T")

ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "postal_code": "10115",
    "city": "Berlin",
    "country": "DE",
}
_numbers = count(1)


class Street:
    """People who deal with one instance."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._http = HttpClient(f"{instance.url}/api/v1/", timeout=40)
        self._staff = {"Authorization": f"Bearer {instance.staff_token}"}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        # An open connection would keep the web server waiting when it is asked to stop.
        self._http.close()

    def call(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        return self._http.call(method, path, body, headers)

    def health(self) -> dict[str, Any]:
        """What readiness tells a load balancer."""
        return dict(HttpClient(self.instance.url).call("GET", "/health/ready").json())

    def staff(self, method: str, path: str, body: Any = None) -> Any:
        """A member of staff who may do everything; the answer must be good."""
        answer = self.call(method, path, body, self._staff)
        assert answer.is_success, answer.text
        return answer.json()

    def somebody(self) -> str:
        """An e-mail address that nobody else has."""
        return f"guest-{next(_numbers)}@example.com"

    def sells(self, *, pieces: int, price: str = "11.90", **receipt: Any) -> str:
        """A product that no other test buys; where stock is valued, the receipt says what it costs."""
        number = next(_numbers)
        shelf = self.staff("POST", "categories/", {"name": f"Shelf {number}"})
        product = {
            "sku": f"journey-{number}",
            "name": f"Souvenir {number}",
            "price": {"amount": price, "currency": "EUR"},
            "category_id": shelf["id"],
        }
        sku = self.staff("POST", "products/", product)["sku"]
        self.staff("POST", f"stock-items/{sku}/receipts/", {"quantity": pieces, **receipt})
        return str(sku)

    def cart(self, items: Mapping[str, int], **headers: str) -> dict[str, Any]:
        wishes = [{"sku": sku, "quantity": quantity} for sku, quantity in items.items()]
        answer = self.call("POST", "carts/", {"items": wishes}, _headers(headers))
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def order(self, cart: dict[str, Any], *, email: str = "ada@example.com", **headers: str) -> Answer:
        """Post the cart as an order, with the cart's token if it has one."""
        token = {"X-Cart-Token": cart["token"]} if cart["token"] else {}
        body = {"cart_id": cart["id"], "email": email, "shipping_address": ADDRESS}
        return self.call("POST", "orders/", body, {**token, **_headers(headers)})

    def guest_orders(self, items: Mapping[str, int], *, email: str = "ada@example.com") -> dict[str, Any]:
        """An order that has settled."""
        answer = self.order(self.cart(items), email=email, Prefer="wait=20")
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def look(self, order: Mapping[str, Any]) -> dict[str, Any]:
        answer = self.call("GET", f"orders/{order['id']}/", headers={"X-Order-Token": order["token"]})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def cancel(self, order: Mapping[str, Any]) -> Answer:
        body = {"reason": "Changed my mind."}
        return self.call("POST", f"orders/{order['id']}/cancel/", body, {"X-Order-Token": order["token"]})

    def wait_for(self, order: Mapping[str, Any], *states: str) -> dict[str, Any]:
        """The order once it has come to one of the states."""
        wait_until(lambda: self.look(order)["status"] in states)
        return self.look(order)

    def invoice(self, order: Mapping[str, Any]) -> dict[str, Any]:
        return dict(self.staff("GET", f"invoices/{order['invoice_id']}/"))

    def invoices(self, order: Mapping[str, Any]) -> list[dict[str, Any]]:
        return list(self.staff("GET", f"invoices/?order_id={order['id']}")["results"])

    def wait_for_invoice(self, order: Mapping[str, Any], status: str) -> None:
        wait_until(lambda: self.invoice(order)["status"] == status)

    def pay(self, order: Mapping[str, Any], *, reference: str = "transfer 1") -> dict[str, Any]:
        due = self.invoice(order)["amount_due"]
        payment = {"amount": due, "method": "transfer", "reference": reference}
        return dict(self.staff("POST", f"invoices/{order['invoice_id']}/payments/", payment))

    def stock(self, sku: str) -> tuple[int, int]:
        """Pieces on hand, and those of them that are kept for orders."""
        [item] = self.staff("GET", f"stock-items/?sku={sku}")["results"]
        return item["on_hand"], item["reserved"]

    def get_mails(self, address: str, *, how_many: int) -> list[str]:
        wait_until(lambda: len(self.instance.mails_to(address)) >= how_many)
        return self.instance.mails_to(address)


def at_once(how_many: int, act: Callable[[int], T]) -> list[T]:
    """The same from many sides at the same time."""
    with ThreadPoolExecutor(how_many) as crowd:
        return list(crowd.map(act, range(how_many)))


def _headers(named: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in named.items()}
