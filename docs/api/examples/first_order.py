"""A first order with Python: a guest fills a cart, orders it, and waits for the outcome. Needs nothing but Python 3.11."""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from typing import Any

API = os.environ.get("GOTUTO_URL", "http://127.0.0.1:8000") + "/api/v1"
TRIES = 4


def call(method: str, address: str, body: Any = None, **headers: str) -> Any:
    """The answer as data; whatever failed as a problem document (RFC 9457) ends the program with its words."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        address, content, {"Content-Type": "application/json", "Accept": "application/json", **named}, method=method
    )
    for again in range(TRIES):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            wait = refusal.headers.get("Retry-After")
            if wait is None or again == TRIES - 1:
                problem = json.load(refusal)
                sys.exit(f"{problem['code']}: {problem['detail']}")
        except OSError as failure:
            # Nobody knows whether it was done. The Idempotency-Key makes asking again safe.
            wait = "1"
            if again == TRIES - 1:
                sys.exit(f"{API} does not answer: {failure}")
        time.sleep(int(wait))
    raise AssertionError("The last try returns or ends the program.")


cart = call(
    "POST",
    f"{API}/carts/",
    {"items": [{"sku": "TEA-EARL-GREY-100", "quantity": 2}]},
    Idempotency_Key=str(uuid.uuid4()),
)
order = call(
    "POST",
    f"{API}/orders/",
    {
        "cart_id": cart["id"],
        "email": "ada@example.com",
        "shipping_address": {
            "name": "Ada Lovelace",
            "line1": "Torstrasse 1",
            "postal_code": "10119",
            "city": "Berlin",
            "country": "DE",
        },
    },
    Idempotency_Key=str(uuid.uuid4()),
    X_Cart_Token=cart["token"],
    Prefer="wait=10",
)
token = order["token"]
# Usually settled by now; if not, it is asked for until it is.
while order["status"] == "pending":
    time.sleep(0.5)
    order = call("GET", f"{API}/orders/{order['id']}/", X_Order_Token=token)

print(f"{order['number']} is {order['status']}")
if order["status"] != "confirmed":
    sys.exit(f"{order['cancellation']['code']}: {order['cancellation']['reason']}")
