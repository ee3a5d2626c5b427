#!/bin/sh
# A first order with HTTPie: a guest fills a cart, orders it, and waits for the outcome. Needs http and python3 (to read JSON).
set -eu
api="${GOTUTO_URL:-http://127.0.0.1:8000}/api/v1"
value() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]] or "")' "$1"; }
ask() { http --ignore-stdin --check-status --body "$@"; }

# The same keys again have the same effect, so that a lost answer is cured by asking again.
cart_key=$(python3 -c 'import uuid; print(uuid.uuid4())')
order_key=$(python3 -c 'import uuid; print(uuid.uuid4())')

cart=$(ask POST "$api/carts/" "Idempotency-Key:$cart_key" \
    'items[0][sku]=TEA-EARL-GREY-100' 'items[0][quantity]:=2')
cart_id=$(echo "$cart" | value id)
cart_token=$(echo "$cart" | value token)

order=$(ask POST "$api/orders/" "Idempotency-Key:$order_key" "X-Cart-Token:$cart_token" "Prefer:wait=10" \
    cart_id="$cart_id" email=ada@example.com \
    'shipping_address[name]=Ada Lovelace' 'shipping_address[line1]=Torstrasse 1' \
    'shipping_address[postal_code]=10119' 'shipping_address[city]=Berlin' 'shipping_address[country]=DE')
order_id=$(echo "$order" | value id)
order_token=$(echo "$order" | value token)

# Usually settled by now; if not, it is asked for until it is.
while [ "$(echo "$order" | value status)" = pending ]; do
    sleep 0.5
    order=$(ask GET "$api/orders/$order_id/" "X-Order-Token:$order_token")
done
status=$(echo "$order" | value status)
echo "$(echo "$order" | value number) is $status"
test "$status" = confirmed
