"""A first order as a run of requests that hand each other what they need."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Step:
    """An operation: what is sent, which status is expected, and which variables are taken from the answer, by their path."""

    operation: str
    status: int
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    takes: dict[str, str] = field(default_factory=dict)
    is_text: dict[str, str] = field(default_factory=dict)

    def script(self) -> list[str]:
        """What Postman runs after the answer, a line each."""
        return [
            f'pm.test("answers {self.status}", () => pm.response.to.have.status({self.status}));',
            *(
                f'pm.test("{path} is {text}", () => pm.expect(pm.response.json().{path}).to.eql("{text}"));'
                for path, text in self.is_text.items()
            ),
            *(f'pm.collectionVariables.set("{name}", pm.response.json().{path});' for name, path in self.takes.items()),
        ]


_KEY = {"Idempotency-Key": "{{$guid}}"}
_ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "Torstrasse 1",
    "postal_code": "10119",
    "city": "Berlin",
    "country": "DE",
}

FLOW = (
    Step(
        "products_list",
        200,
        query={"search": "earl"},
        takes={"product_id": "results[0].id", "sku": "results[0].sku", "category_id": "results[0].category.id"},
    ),
    Step("availability_retrieve", 200, query={"sku": "{{sku}}"}),
    Step(
        "carts_create",
        201,
        body={"items": [{"sku": "{{sku}}", "quantity": 2}]},
        headers=_KEY,
        takes={"cart_id": "id", "cart_token": "token"},
    ),
    Step(
        "orders_create",
        201,
        body={"cart_id": "{{cart_id}}", "email": "ada@example.com", "shipping_address": _ADDRESS},
        headers={**_KEY, "X-Cart-Token": "{{cart_token}}", "Prefer": "wait=20"},
        takes={"order_id": "id", "order_token": "token", "invoice_id": "invoice_id"},
        is_text={"status": "confirmed"},
    ),
    Step("orders_retrieve", 200, headers={"X-Order-Token": "{{order_token}}"}, is_text={"status": "confirmed"}),
    Step("orders_events_list", 200, headers={"X-Order-Token": "{{order_token}}"}),
    Step(
        "orders_cancel_create",
        200,
        body={"reason": "This was a trial."},
        headers={**_KEY, "X-Order-Token": "{{order_token}}"},
        is_text={"status": "cancelled"},
    ),
)
