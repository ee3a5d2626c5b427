"""The Stripe adapter against localstripe: confirm, manual capture, cancel and refund, over HTTP and by the official library."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from wider.check import Check, Failed, Missed

_ROOT = Path(__file__).resolve().parent.parent.parent
_PACKAGE = "localstripe==1.15.10"
_KEY = "sk_test_of_a_server_here"


def _run() -> str:
    with tempfile.TemporaryDirectory(prefix="gotuto-localstripe-") as folder, _localstripe(Path(folder)) as url:
        os.environ.update(DJANGO_SETTINGS_MODULE="config.settings", GOTUTO_STRIPE_URL=url, GOTUTO_STRIPE_KEY=_KEY)
        import django

        django.setup()
        return _played(url)


def _played(url: str) -> str:
    from contexts.billing.payments.gateways.stripe import Stripe
    from gotuto.money import Money
    from gotuto.outbound import Done, Refused, RetryLater, Timeouts

    gateway, timeouts, euro = Stripe(), Timeouts(connect=5, read=10, whole=15), "EUR"
    paid, authorized, let_go = (_intent(url, capture) for capture in ("automatic", "manual", "manual"))
    twenty = Money(Decimal("20.00"), euro)
    told = {
        "an open payment": gateway.status(
            _intent(url, "manual", confirm=False), currency=euro, timeouts=timeouts
        ).answer["told"],  # type: ignore[union-attr]
        "a payment": gateway.status(paid, currency=euro, timeouts=timeouts),
        "an authorized one": gateway.status(authorized, currency=euro, timeouts=timeouts),
        "a capture": gateway.capture(authorized, twenty, key="c-1", timeouts=timeouts),
        "a captured one": gateway.status(authorized, currency=euro, timeouts=timeouts),
        "a void": gateway.void(let_go, key="v-1", timeouts=timeouts),
        "a voided one": gateway.status(let_go, currency=euro, timeouts=timeouts),
        "no refund": gateway.find_refund(paid, key="r-1", timeouts=timeouts),
        "a refund": gateway.refund(paid, Money(Decimal("7.50"), euro), key="r-1", timeouts=timeouts),
        "a refund found": gateway.find_refund(paid, key="r-1", timeouts=timeouts),
        "an unknown payment": gateway.status("pi_nobody", currency=euro, timeouts=timeouts),
    }
    wanted: dict[str, Any] = {
        "an open payment": "open",
        "a payment": Done(paid, {"told": "paid", "captured": Decimal("20.00")}),
        "an authorized one": Done(authorized, {"told": "authorized", "captured": Decimal("0.00")}),
        "a capture": Done(authorized),
        "a captured one": Done(authorized, {"told": "paid", "captured": Decimal("20.00")}),
        "a void": Done(let_go),
        "a voided one": Done(let_go, {"told": "voided", "captured": Decimal("0.00")}),
        "no refund": RetryLater,
        "a refund": Done,
        "a refund found": told["a refund"],
        "an unknown payment": Refused,
    }
    odd = [f"{name}: {told[name]}" for name, as_told in wanted.items() if not _is_as(told[name], as_told)]
    if odd:
        raise Failed("; ".join(odd))
    return f"the Stripe adapter and {_PACKAGE}: {len(wanted)} questions of confirm, capture, cancel and refund answered as ours say"


def _is_as(told: Any, wanted: Any) -> bool:
    return isinstance(told, wanted) if isinstance(wanted, type) else bool(told == wanted)


def _intent(url: str, capture: str, *, confirm: bool = True) -> str:
    """A payment as a page of Stripe would leave it: confirmed with a card that pays."""
    card = {
        "type": "card",
        "card[number]": "4242424242424242",
        "card[exp_month]": 12,
        "card[exp_year]": 2040,
        "card[cvc]": 123,
    }
    method = _asked(url, "payment_methods", card)["id"]
    wish = {"amount": 2000, "currency": "eur", "capture_method": capture, "payment_method": method}
    intent = str(_asked(url, "payment_intents", wish)["id"])
    if confirm:
        _asked(url, f"payment_intents/{intent}/confirm", {})
    return intent


def _asked(url: str, path: str, form: dict[str, Any]) -> dict[str, Any]:
    request = Request(f"{url}/v1/{path}", urlencode(form).encode(), {"Authorization": f"Bearer {_KEY}"})  # noqa: S310 - this machine
    with urlopen(request, timeout=10) as answer:  # noqa: S310
        told: dict[str, Any] = json.load(answer)
        return told


@contextmanager
def _localstripe(folder: Path) -> Iterator[str]:
    """A localstripe of its own, in a virtual environment of its own. Raises Missed."""
    venv.create(folder / "venv", with_pip=True)
    program = folder / "venv" / "bin" / "python"
    installed = subprocess.run(
        [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", _PACKAGE],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    if installed.returncode:
        raise Missed(f"{_PACKAGE} cannot be installed: {installed.stderr.strip()[-200:]}")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [program, "-m", "localstripe", "--port", str(port), "--from-scratch"], cwd=folder, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            with urlopen(f"{url}/js.stripe.com/v3/", timeout=1):  # noqa: S310
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise Missed("localstripe does not answer")


def _in_a_process() -> str:
    """Django is set up once in a process, and not in that of the other checks."""
    told = subprocess.run(
        [sys.executable, "-m", "wider.checks.payments"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    kind, _, words = told.stdout.strip().partition(" ")
    if kind == "passed":
        return words
    raise Missed(words) if kind == "missed" else Failed(words or told.stderr[-300:])


CHECK = Check("payments", (), _in_a_process)

if __name__ == "__main__":
    try:
        print(f"passed {_run()}")
    except Failed as failure:
        print(f"failed {failure}")
    except Missed as missed:
        print(f"missed {missed}")
