"""The last thing `make up` prints: where to go, who one is there, and an order to place."""

from collections.abc import Mapping

DEMO_CUSTOMER = "demo@example.com"
DEMO_SKU = "TEA-EARL-GREY-100"


def welcome(environment: Mapping[str, str], *, seconds: float, demo: bool) -> str:
    """The text for people."""
    url = environment["GOTUTO_URL"]
    lines = [
        "",
        f"GoTuto runs on {url} (ready after {seconds:.1f} s)",
        "",
        f"  Start here   {url}/",
        f"  API          {url}/api/v1/",
        f"  API docs     {url}/api/docs/",
        f"  Admin        {url}/admin/",
        f"  Logs         {environment['GOTUTO_DATA_DIR']}/log/",
        "",
        *(demo_lines(environment, url) if demo else []),
        "Ctrl-C stops everything; the data stays.",
    ]
    return "\n".join(lines)


def demo_lines(environment: Mapping[str, str], url: str) -> list[str]:
    return [
        f"  Staff        {environment['GOTUTO_ADMIN_EMAIL']}  {environment['GOTUTO_ADMIN_PASSWORD']}",
        f"  Staff token  {environment['GOTUTO_ADMIN_TOKEN']}",
        f"  Customer     {DEMO_CUSTOMER}  {environment['GOTUTO_DEMO_PASSWORD']}",
        "",
        "Place an order (in another terminal):",
        "",
        order_command(url),
        "",
    ]


def order_command(url: str) -> str:
    """One line for a shell that makes a cart and orders it as a guest; needs curl and python3."""
    json = "-H 'Content-Type: application/json'"
    cart = f'{{"items":[{{"sku":"{DEMO_SKU}","quantity":2}}]}}'
    read = """python3 -c 'import json, sys; cart = json.load(sys.stdin); print(cart["id"], cart["token"])'"""
    address = '{"name":"Ada Lovelace","line1":"Torstrasse 1","postal_code":"10119","city":"Berlin","country":"DE"}'
    # The shell's $id stands between two single-quoted pieces.
    order = f"""{{"cart_id":"'$id'","email":"ada@example.com","shipping_address":{address}}}"""
    headers = f"""{json} -H "X-Cart-Token: $token" -H 'Prefer: wait=10'"""
    return (
        f"curl -fsS {json} -d '{cart}' {url}/api/v1/carts/ | {read} | "
        f"(read id token; curl -sS -w '\\n' {headers} -d '{order}' {url}/api/v1/orders/)"
    )
