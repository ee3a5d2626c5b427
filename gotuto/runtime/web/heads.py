"""What the head of a request must be (RFC 9112), and what the application is told of it (PEP 3333)."""

import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from gotuto.runtime.web.limits import Limits
from gotuto.runtime.web.refusals import Refused, too_large

Environ = dict[str, Any]

_SERVER: Environ = {
    "SCRIPT_NAME": "",
    "wsgi.errors": sys.stderr,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.url_scheme": "http",
    "wsgi.version": (1, 0),
}
_ONE_HOST = re.compile(r"[^\s,/?#@\\]+")
# Empty, or read otherwise by the next who reads them, these would make a guest of a person, an order of its repetition, or
# the real thing of a dry run.
_NEVER_LOST = {
    "HTTP_AUTHORIZATION": "Authorization",
    "HTTP_COOKIE": "Cookie",
    "HTTP_IDEMPOTENCY_KEY": "Idempotency-Key",
    "HTTP_IF_MATCH": "If-Match",
    "HTTP_PREFER": "Prefer",
    "HTTP_X_FORWARDED_FOR": "X-Forwarded-For",
}
_ADVICE = "Send it in ASCII or leave it out; in a browser, delete the cookies of this site."


def environ_of(scope: Mapping[str, Any]) -> Environ:
    """A request of ASGI as one of WSGI, without its body."""
    server, client = scope["server"], scope["client"]
    return {
        **_SERVER,
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        **_headers(scope["headers"]),
    }


def _headers(given: Iterable[tuple[bytes, bytes]]) -> Environ:
    found: Environ = {}
    for name, value in given:
        key, text = name.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        if key in found:
            text = f"{found[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}"
        found[key] = text
    return found


def check(environ: Environ, target: str, limits: Limits) -> None:
    """Raises Refused when a head could be read in two ways, is not whole, or announces too much."""
    if environ["SERVER_PROTOCOL"] not in ("HTTP/1.0", "HTTP/1.1"):
        raise Refused(505, "HTTP/1.1 is spoken here.")
    if environ["SERVER_PROTOCOL"] == "HTTP/1.0" and "HTTP_TRANSFER_ENCODING" in environ:
        raise Refused(400, "HTTP/1.0 knows no Transfer-Encoding.")
    _check_target(environ, target)
    if broken := _lost(environ):
        raise Refused(400, f"The header {broken} is empty, or has a letter that is not ASCII. {_ADVICE}")
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        raise Refused(400, "The header Content-Length is not a number.")
    if int(length) > (most := limits.most(environ)):
        raise too_large(most)


def _check_target(environ: Environ, target: str) -> None:
    host = environ.get("HTTP_HOST")
    if host is None and environ["SERVER_PROTOCOL"] == "HTTP/1.1":
        raise Refused(400, "The header Host is missing.")
    if host is not None and not _ONE_HOST.fullmatch(host):
        raise Refused(400, "The header Host must be there once, and name one host.")
    if target.startswith("/"):
        return
    # The absolute form, which is for proxies but must be taken: it wins over Host, so both have to agree.
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or parts.netloc.lower() != (host or "").lower():
        raise Refused(400, "The address of a request begins with a slash, or names the same host as the header Host.")


def _lost(environ: Environ) -> str | None:
    """The first header without which somebody would be taken for somebody else; a token's name is X-…-Token."""
    for key, value in environ.items():
        is_kept = key in _NEVER_LOST or (key.startswith("HTTP_X_") and key.endswith("_TOKEN"))
        if is_kept and not (value and value.isascii()):
            return _NEVER_LOST.get(key) or key.removeprefix("HTTP_").replace("_", "-").title()
    return None
