"""Rigs: a gateway beside a server that answers for it, and what a buyer does there."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from contexts.billing.payments.gateways.port import Gateway
from gotuto.outbound import Timeouts

TIMEOUTS = Timeouts(connect=2, read=5, whole=8)


@dataclass(frozen=True, kw_only=True)
class Rig:
    """`pays` and `declines` are told the reference of a payment; `server` can be closed, so that nobody answers."""

    gateway: Gateway
    pays: Callable[[str], None]
    declines: Callable[[str], None] | None
    close: Callable[[], None]
    # Whether the gateway keeps idempotency keys.
    keeps_keys: bool = True


class _Staying(HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def post(url: str, **form: str) -> str:
    """Send a form as a browser does; where it is sent on to."""
    assert urlsplit(url).hostname == "127.0.0.1"
    opener = build_opener(_Staying)
    try:
        opener.open(Request(url, urlencode(form).encode()), timeout=5)  # noqa: S310 - this machine
    except OSError as answer:
        return str(answer.headers.get("Location", ""))  # type: ignore[attr-defined]
    return ""
