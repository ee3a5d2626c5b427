"""The hosted page: what a buyer is asked to pay, and three ways to answer."""

from html import escape

from sandboxes.payments.ledger import Row

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2330; --soft: #5c6778; --paper: #fff; --ground: #eef1f6; --line: #d9dfe8;
  --go: #1a7f4b; --no: #a8322a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf3; --soft: #9aa6b8; --paper: #1b2230; --ground: #10151f;
  --line: #313b4d; --go: #2fa36a; --no: #e0776f; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; padding: 1.5rem; }
main { width: min(26rem, 100%); background: var(--paper); border: 1px solid var(--line); border-radius: 14px;
  overflow: hidden; box-shadow: 0 12px 40px rgb(16 24 40 / 12%); }
header { padding: .6rem 1.5rem; background: #f2c14e; color: #3a2b00; font-size: .85rem; font-weight: 600; }
section { padding: 1.5rem; }
h1 { font-size: 1rem; font-weight: 500; margin: 0; color: var(--soft); overflow-wrap: anywhere; }
.sum { font-size: 2.25rem; font-weight: 700; margin: .1rem 0 1.25rem; font-variant-numeric: tabular-nums; }
.sum small { font-size: 1.1rem; font-weight: 500; color: var(--soft); margin-left: .35rem; }
form { display: grid; gap: .6rem; }
button { font: inherit; font-weight: 600; padding: .8rem 1rem; border-radius: 9px; cursor: pointer;
  border: 1px solid var(--line); background: transparent; color: inherit; }
button:focus-visible { outline: 3px solid #4c8dff; outline-offset: 2px; }
button.pay { background: var(--go); border-color: var(--go); color: #fff; }
button.decline { color: var(--no); }
p { margin: 1.1rem 0 0; font-size: .85rem; color: var(--soft); }
"""
_WORDS = {
    "authorized": "This payment was authorized. You may close this page.",
    "paid": "This payment is made. You may close this page.",
    "declined": "This payment was declined.",
    "canceled": "This payment was called off by the shop.",
    "expired": "This payment has expired. Start again in the shop.",
}


def page(payment: Row) -> str:
    """The page of a payment, or of one that nobody knows."""
    if "amount" not in payment:
        return _whole("<h1>There is no such payment.</h1><p>The link is wrong, or belongs to another sandbox.</p>")
    over = _WORDS.get(payment["status"])
    back = escape(str(payment["return_url"]))
    asked = f'<p>{over}</p><p><a href="{back}">Back to the shop</a></p>' if over else _BUTTONS
    amount, currency, what = (escape(str(payment[name])) for name in ("amount", "currency", "description"))
    return _whole(f'<h1>{what}</h1><div class="sum">{amount}<small>{currency}</small></div>{asked}')


_BUTTONS = """
<form method="post">
<button class="pay" name="choice" value="pay">Pay</button>
<button class="decline" name="choice" value="decline">Have the card declined</button>
<button name="choice" value="leave">Walk away</button>
</form>
<p>Nothing real is charged here. Whoever walks away may come back with the same link.</p>
"""


def _whole(content: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Payment sandbox</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<style>{_STYLE}</style></head><body><main><header>Payment sandbox: no real money</header>"
        f"<section>{content}</section></main></body></html>"
    )
