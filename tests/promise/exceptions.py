"""Differences that are meant: each exactly as the test words it, with the reason for whoever is hit by it."""

_NO_ORDER = "A mail may be about an account: the former address of one is told that there is another."

_SAID_NOW = "was refused before too (400); now the document says so"
_CART_ITEM = "PATCH /api/v1/carts/{cart_id}/items/{sku}/"
_NUMBERS = r"must match ^-?(\d{1,15}(\.\d{0,4})?|\.\d{1,4})$ now"

ALLOWED: dict[str, str] = {
    "GET /api/v1/availability/ query sku: minItems was open, is 1": _SAID_NOW,
    f"{_CART_ITEM} body: must be sent now": _SAID_NOW,
    f"{_CART_ITEM} body.quantity: must be sent now": _SAID_NOW,
    **{
        f"GET /api/v1/{name}_{end}: {_NUMBERS}": _SAID_NOW
        for name in ("invoices/ query total", "orders/ query total", "products/ query price")
        for end in ("min", "max")
    },
    "GET /api/v1/notifications/ answer 200.results[].order_id: may also be null": _NO_ORDER,
    "GET /api/v1/notifications/{notification_id}/ answer 200.order_id: may also be null": _NO_ORDER,
}
