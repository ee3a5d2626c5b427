#!/bin/sh
# A first order with curl: a guest fills a cart, orders it, and waits for the outcome. Needs curl and python3 (to read JSON).
set -eu
api="${GOTUTO_URL:-http://127.0.0.1:8000}/api/v1"
value() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]] or "")' "$1"; }

# The same keys again have the same effect, so that a lost answer is cured by asking again.
cart_key=$(python3 -c 'import uuid; print(uuid.uuid4())')
order_key=$(python3 -c 'import uuid; print(uuid.uuid4())')

cart=$(curl --fail-with-body -sS --retry 3 "$api/carts/" \
    -H "Content-Type: application/json" -H "Idempotency-Key: $cart_key" \
    -d '{"items": [{"sku": "TEA-EARL-GREY-100", "quantity": 2}]}')
cart_id=$(echo "$cart" | value id)
cart_token=$(echo "$cart" | value token)

order=$(curl --fail-with-body -sS --retry 3 "$api/orders/" \
    -H "Content-Type: application/json" -H "Idempotency-Key: $order_key" \
    -H "X-Cart-Token: $cart_token" -H "Prefer: wait=10" \
    -d '{
      "cart_id": "'"$cart_id"'",
      "email": "ada@example.com",
      "shipping_address": {
        "name": "Ada Lovelace", "line1": "Torstrasse 1", "postal_code": "10119", "city": "Berlin", "country": "DE"
      }
    }')
order_id=$(echo "$order" | value id)
order_token=$(echo "$order" | value token)

# Usually settled by now; if not, it is asked for until it is.
while [ "$(echo "$order" | value status)" = pending ]; do
    sleep 0.5
    order=$(curl --fail-with-body -sS --retry 3 "$api/orders/$order_id/" -H "X-Order-Token: $order_token")
done
status=$(echo "$order" | value status)
echo "$(echo "$order" | value number) is $status"
test "$status" = confirmed
