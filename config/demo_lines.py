"""What `make up` says of a demo shop. Plain Python: whoever starts an instance has no Django."""

from collections.abc import Mapping

_CUSTOMER = "demo@example.com"
_SKU = "TEA-EARL-GREY-100"


def demo_lines(environment: Mapping[str, str]) -> list[str]:
    """The log-ins of the demo shop, and a line for a shell that orders something."""
    return [
        f"  Staff        {environment['GOTUTO_ADMIN_EMAIL']}  {environment['GOTUTO_ADMIN_PASSWORD']}",
        f"  Staff token  {environment['GOTUTO_ADMIN_TOKEN']}",
        f"  Customer     {_CUSTOMER}  {environment['GOTUTO_DEMO_PASSWORD']}",
        "",
        "Place an order (in another terminal):",
        "",
        order_command(environment["GOTUTO_URL"]),
        "",
    ]


def order_command(url: str) -> str:
    """One line for a shell that makes a cart and orders it as a guest; needs curl and python3."""
    json = "-H 'Content-Type: application/json'"
    cart = f'{{"items":[{{"sku":"{_SKU}","quantity":2}}]}}'
    read = """python3 -c 'import json, sys; cart = json.load(sys.stdin); print(cart["id"], cart["token"])'"""
    address = '{"name":"Ada Lovelace","line1":"Torstrasse 1","postal_code":"10119","city":"Berlin","country":"DE"}'
    # The shell's $id stands between two single-quoted pieces.
    order = f"""{{"cart_id":"'$id'","email":"ada@example.com","shipping_address":{address}}}"""
    headers = f"""{json} -H "X-Cart-Token: $token" -H 'Prefer: wait=10'"""
    return (
        f"curl -fsS {json} -d '{cart}' {url}/api/v1/carts/ | {read} | "
        f"(read id token; curl -sS -w '\\n' {headers} -d '{order}' {url}/api/v1/orders/)"
    )
