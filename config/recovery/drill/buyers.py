"""Those who buy in a drill: some from the cart to the door, some only so far as to have work under way when a fault strikes."""

import secrets
from dataclasses import dataclass

from config.journey import ADDRESS, Journey

_ENDED = ("confirmed", "cancelled")


@dataclass
class Buyer(Journey):
    """One order over HTTP."""

    def place(self) -> None:
        """Order, and do not wait for what becomes of it."""
        cart = self._post("carts/", {"items": self.items})
        body = {"cart_id": cart["id"], "email": "drill@example.com", "shipping_address": ADDRESS}
        self.order = self._post("orders/", body, {"X-Cart-Token": cart["token"]})

    def has_ended(self) -> bool:
        self.order = self._staff("GET", f"orders/{self.order['id']}/")
        return self.order["status"] in _ENDED


class Staff(Journey):
    """Who puts goods on a shelf."""

    def open_shelf(self, *, currency: str, pieces: int, valued_in: str | None) -> list[dict[str, object]]:
        """Goods that only the drill sells, as the wish of a cart."""
        word = secrets.token_hex(4)
        category = self._staff("POST", "categories/", {"name": f"Drill {word}"})
        price = {"amount": "12", "currency": currency}
        product = {"sku": f"DRILL-{word}", "name": "Bucket", "price": price, "category_id": category["id"]}
        sku = self._staff("POST", "products/", product)["sku"]
        cost = {"unit_cost": {"amount": "1", "currency": valued_in}} if valued_in else {}
        self._staff("POST", f"stock-items/{sku}/receipts/", {"quantity": pieces, **cost})
        return [{"sku": sku, "quantity": 1}]
