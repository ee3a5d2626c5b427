"""What is sent to each route that takes a body, so that only rights can stand in the way."""

import base64
from typing import Any

from tests.architecture.world import HOME, PRICE, RETURN_URL
from tests.billing.bankstatements.files import one_statement

BODIES: dict[tuple[str, str], Any] = {
    ("POST", "products"): lambda shop, _: {
        "sku": "NEW",
        "name": "New",
        "price": PRICE,
        "category_id": str(shop.ids["category"]),
    },
    ("PATCH", "product"): {"name": "Older"},
    ("PUT", "product-options"): {
        "options": [{"name": "Size", "values": ["M"]}],
        "variants": [{"sku": "OLD", "options": {"Size": "M"}}],
    },
    ("POST", "product-variants"): {"sku": "CAP-RED", "options": {"Colour": "red"}, "price": PRICE},
    ("PATCH", "product-variant"): {"weight_grams": 90},
    ("POST", "closed-periods"): {"legal_entity": "main", "last": "2026-01-31"},
    ("PUT", "seller"): {"name": "Tea Trading"},
    ("POST", "categories"): {"name": "More"},
    ("PATCH", "category"): {"name": "Emptier"},
    ("POST", "customers"): {"email": "eve@example.com", "password": "a-long-password-9", "name": "Eve"},
    ("PATCH", "me"): {"name": "Somebody"},
    ("POST", "stock-receipts"): {"quantity": 1},
    ("POST", "stock-adjustments"): {"delta": -1, "reason": "broken"},
    ("POST", "locations"): {"name": "Shop in Hamburg"},
    ("PATCH", "location"): {"priority": 7},
    ("POST", "transfers"): {"to_location": "CELLAR", "lines": [{"sku": "TEA", "quantity": 1}]},
    ("POST", "transfer-receive"): {},
    ("POST", "stocktakes"): {"skus": ["TEA"]},
    ("POST", "stocktake-counts"): {"counts": [{"sku": "TEA", "quantity": 90}]},
    ("POST", "carts"): {"items": [{"sku": "TEA", "quantity": 1}]},
    ("POST", "cart-items"): {"sku": "MUG", "quantity": 1},
    ("PATCH", "cart-item"): {"quantity": 2},
    ("POST", "orders"): lambda shop, line: {
        "cart_id": str(shop.ids[f"cart {line.whose}"]),
        "email": "ada@example.com",
        "shipping_address": HOME,
    },
    ("POST", "order-cancel"): {"reason": "changed my mind"},
    ("POST", "order-payment-attempts"): {"gateway": "manual", "return_url": RETURN_URL},
    ("POST", "invoice-payments"): {"amount": PRICE, "method": "transfer", "reference": "R-1"},
    ("POST", "payments"): lambda shop, _: {
        "client_id": str(shop.ids["client"]),
        "amount": PRICE,
        "method": "transfer",
        "reference": "R-2",
    },
    ("POST", "payment-allocations"): lambda shop, _: {"invoice_id": str(shop.ids["invoice"]), "amount": PRICE},
    ("POST", "payment-releases"): lambda shop, _: {"invoice_id": str(shop.ids["paid invoice"]), "reason": "Another's"},
    ("POST", "payment-reverse"): {"reason": "The bank returned it"},
    ("POST", "payment-refunds"): {"amount": PRICE, "reason": "It arrived broken"},
    ("POST", "refund-pay-out"): {"reference": "transfer 3"},
    ("POST", "credit-notes"): {"reason": "Sent twice"},
    ("POST", "bank-statements"): {"content": base64.b64encode(one_statement()).decode()},
    ("POST", "statement-line-accept"): {"proposal": 1},
    ("POST", "statement-line-split"): lambda shop, _: {"client_id": str(shop.ids["client"])},
    ("POST", "statement-line-park"): {"reason": "Who is it?"},
    ("POST", "clients"): {"name": "Dora", "email": "dora@example.com"},
    ("PATCH", "client"): {"name": "Charles B."},
    ("POST", "invoices"): lambda shop, _: {
        "client_id": str(shop.ids["client"]),
        "lines": [{"description": "Advice", "quantity": 1, "unit_price": PRICE}],
    },
    ("PUT", "dunning-policy"): {"is_on": True, "steps": [{"code": "first", "days": 3}]},
    ("POST", "invoice-dunning-pause"): {"until": "2099-12-31", "reason": "They pay soon"},
    ("POST", "client-dunning-pause"): {"until": "2099-12-31", "reason": "They pay soon"},
    ("POST", "fee-waive"): {"reason": "As a courtesy"},
    ("POST", "fee-payments"): {"amount": {"amount": "1.00", "currency": "EUR"}, "method": "cash", "reference": "F-1"},
    ("PATCH", "invoice"): {"notes": "As agreed."},
    ("POST", "client-merge"): lambda shop, _: {"into_client_id": str(shop.ids["other client"])},
    ("PATCH", "shipment"): {"tracking_number": "4712"},
    ("POST", "shipment-dispatch"): {"carrier": "DHL"},
}
