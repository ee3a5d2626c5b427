"""What people do at a gateway, and whoever means harm: each play says what was not as it should be."""

import contextlib
import json
import ssl
import warnings
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from types import SimpleNamespace
from urllib.parse import unquote

from gotuto.configuration import Configuration
from tests.runtime.processes import wait_until
from wider.gateways.echo import GONE, Echo
from wider.gateways.traefik import HOST, Door
from wider.manifests import product, ways

Play = Callable[[Door, Echo, Configuration], Iterator[str]]
_HEADERS = {"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
# Other ways to write a path; the shop reads a path as it comes, without percents.
_TRICKS = (
    "/{0}",
    "/api/../{0}",
    "//{0}",
    "/%2e/{0}",
    "/static/%2e%2e/{0}",
    "/api/..%2f{0}",
    "/%{1:x}{2}",
    "/./{0}",
    "/{0}/",
)
# Until then somebody has to be told that it is too often; and so many anybody may ask at once.
_MOST, _FREE = 3000, 150


def open_ways(door: Door, echo: Echo, settings: Configuration) -> Iterator[str]:
    """What the product shows is had as it was asked for."""
    for way in sorted(ways.shown()):
        for path in {way, way if way == "/" else f"{way}some/thing?of=it"}:
            answer = _ask(door.secure(), "GET", path)
            if answer.status != 200 or json.loads(answer.body)["path"] != path:
                yield f"{path} is {answer.status}, {answer.body[:80]!r}"


def shut_ways(door: Door, echo: Echo, settings: Configuration) -> Iterator[str]:
    """What it does not show is had by nobody, however it is written."""
    heads = [path.lstrip("/") for path in sorted(ways.kept())]
    paths = [trick.format(head, ord(head[0]), head[1:]) for head in heads for trick in _TRICKS]
    for path in (*paths, "/anything", "/adminx", "/apiary/", "/.env"):
        if (status := _ask(door.secure(), "GET", path).status) not in (301, 308, 400, 404) and not _is_harmless(path):
            yield f"{path} is {status}"
    reached = {unquote(path.partition("?")[0]).rstrip("/") for path in echo.paths()}
    for path in sorted(ways.kept() & reached):
        yield f"somebody has reached {path}"
    if more := sorted(
        path for path in reached if path and not any(f"{path}/".startswith(way) for way in ways.shown() - {"/"})
    ):
        yield f"somebody has reached {', '.join(more)}"


def _is_harmless(path: str) -> bool:
    """Below a way that is shown, whatever follows is the shop's affair; it knows no dots."""
    return any(path.startswith(way) for way in ways.shown() - {"/"})


def other_hosts(door: Door, echo: Echo, settings: Configuration) -> Iterator[str]:
    if (status := _ask(door.secure(), "GET", "/api/", headers={"Host": "shop.example.org"}).status) not in (404, 421):
        yield f"another host is {status}"


def old_tls(door: Door, echo: Echo, settings: Configuration) -> Iterator[str]:
    """Whoever speaks TLS as it was before 1.2 is refused."""
    context = ssl.create_default_context(cafile=str(door.trusted))
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore"):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with contextlib.suppress(ssl.SSLError, ConnectionError):
        yield f"TLS 1.1 is {_ask(door.secure(context=context), 'GET', '/api/').status}"


def bodies(door: Door, echo: Echo, settings: Configuration) -> Iterator[str]:
    """A body may be as long as the shop takes, told or in chunks, and not a byte longer."""
    most = settings["GOTUTO_WEB_UPLOAD_BYTES"]
    for length, status in ((most, 200), (most + 1, 413)):
        for chunked in (False, True):
            body = b"x" * length
            answer = _ask(door.secure(), "POST", "/api/v1/images/", iter((body,)) if chunked else body)
            if answer.status != status:
                yield f"a body of {length} bytes is {answer.status}"
            if missing := [name for name, value in _HEADERS.items() if answer.headers.get(name) != value]:
                yield f"an answer with {answer.status} has no {', '.join(missing)}"
    if any(length > most for *_, length in echo.asked):
        yield "the shop has read a body that is too large"


def rates(door: Door, echo: Echo, settings: Configuration) -> Iterator[str]:
    """Who asks too often is told so, and nobody else."""
    connection, taken = door.secure(source="127.0.0.3"), 0
    for _ in range(_MOST):
        answer = _ask(connection, "GET", "/api/", keep=True)
        if answer.status == 429:
            break
        taken += 1
    else:
        yield f"{_MOST} requests in a row are taken"
        return
    connection.close()
    if taken < 200:
        yield f"after {taken} requests is no more taken"
    if "Retry-After" not in answer.headers or answer.headers.get("X-Frame-Options") != "DENY":
        yield "who asks too often is not told when to come back, in an answer like the shop's"
    neighbour = door.secure(source="127.0.0.4")
    if [answer for _ in range(_FREE) if (answer := _ask(neighbour, "GET", "/api/", keep=True)).status != 200]:
        yield "their neighbour is told so, too"
    neighbour.close()


def addresses(door: Door, echo: Echo, settings: Configuration) -> Iterator[str]:
    """The shop counts whoever really came, and knows that they came by TLS."""
    forged = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "http"}
    _ask(door.secure(source="127.0.0.5"), "GET", "/api/who", headers=forged)
    [came] = [headers for _, path, headers, _ in echo.asked if path == "/api/who"]
    meta = {"HTTP_X_FORWARDED_FOR": came.get("X-Forwarded-For", ""), "REMOTE_ADDR": "127.0.0.1"}
    product.ready()
    from django.test import override_settings

    from gotuto.http.limits import address

    with override_settings(GOTUTO_TRUSTED_PROXIES=settings["GOTUTO_TRUSTED_PROXIES"]):
        seen = address(SimpleNamespace(META=meta))
    if seen != "127.0.0.5":
        yield f"whoever comes from 127.0.0.5 is {seen} for the shop"
    if (came.get("X-Forwarded-Proto"), came.get("Host")) != ("https", HOST):
        yield f"the shop is asked as {came.get('X-Forwarded-Proto')}://{came.get('Host')}"


def plain(door: Door, echo: Echo, settings: Configuration) -> Iterator[str]:
    """Who comes without TLS is sent to it, with what they bring."""
    for method, status in (("GET", 301), ("POST", 308)):
        answer = _ask(door.insecure(), method, "/pay/x/?y=z")
        if (answer.status, answer.headers.get("Location")) != (status, f"https://{HOST}/pay/x/?y=z"):
            yield f"{method} without TLS is {answer.status}, {answer.headers.get('Location')}"
    if "/pay/x/?y=z" in echo.paths():
        yield "the shop was asked without TLS"


def once(door: Door, echo: Echo, settings: Configuration) -> Iterator[str]:
    """An order whose answer is lost is not sent again by anybody but the buyer."""
    # On a new connection to the shop, and on one that is kept.
    for before in range(2):
        answer = _ask(door.secure(), "POST", GONE, b"{}")
        came = echo.paths().count(GONE)
        if answer.status != 502 or came != before + 1:
            yield f"an order without an answer came {came - before} times, and is {answer.status}"
        _ask(door.secure(), "GET", "/api/")


def idle(door: Door, echo: Echo, settings: Configuration) -> Iterator[str]:
    """The gateway lets go of a connection to the shop before the shop would hang up."""
    before = len(echo.kept)
    _ask(door.secure(), "GET", "/api/")
    most = settings["GOTUTO_WEB_HEAD_SECONDS"]
    try:
        wait_until(lambda: len(echo.kept) > before, seconds=most)
    except AssertionError:
        yield f"an idle connection is kept for more than {most} s"


PLAYS: tuple[Play, ...] = (open_ways, shut_ways, other_hosts, old_tls, addresses, plain, once, bodies, idle, rates)


class Told(SimpleNamespace):
    status: int
    headers: dict[str, str]
    body: bytes


def _ask(
    connection: HTTPConnection,
    method: str,
    path: str,
    body: bytes | Iterator[bytes] | None = None,
    *,
    keep: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Told:
    """What is answered. Who is refused while still sending reads what was said."""
    sent = {"Host": HOST, **(headers or {})}
    try:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError, ssl.SSLEOFError):
            connection.request(method, path, body, sent, encode_chunked=not isinstance(body, bytes))
        answer = connection.getresponse()
        return Told(status=answer.status, headers=dict(answer.headers), body=answer.read())
    except (RemoteDisconnected, HTTPException) as error:
        return Told(status=0, headers={}, body=repr(error).encode())
    finally:
        if not keep:
            connection.close()
