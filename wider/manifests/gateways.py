"""Sizes, times, rates and headers of the gateways, held against the settings of the shop behind them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any

from gotuto.configuration import Configuration
from gotuto.runtime import declared
from wider.manifests.product import GIVEN, ready
from wider.manifests.rendering import Document

_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}
_INGRESS_SIZE = "nginx.ingress.kubernetes.io/proxy-body-size"


def faults(documents: Sequence[Document]) -> Iterator[str]:
    """Where a gateway and the shop disagree, in words."""
    settings = in_force(documents)
    if settings["GOTUTO_TRUSTED_PROXIES"] != 1:
        yield f"GOTUTO_TRUSTED_PROXIES is {settings['GOTUTO_TRUSTED_PROXIES']}, and one gateway stands before the webs"
    for one in documents:
        for fault in _of(one, settings, documents):
            yield f"{one['kind']} {one['metadata']['name']}: {fault}"


def in_force(documents: Sequence[Document]) -> Configuration:
    """What the webs are told, with secrets as a shop has them. Raises CannotStart."""
    [told] = [
        one["data"] for one in documents if one["kind"] == "ConfigMap" and one["metadata"]["name"] == "gotuto-migrate"
    ]
    return declared.read({**GIVEN, **{name: value for name, value in told.items() if not name.endswith("_FILE")}})


def _of(one: Document, settings: Configuration, documents: Sequence[Document]) -> Iterator[str]:
    match one["kind"]:
        case "Ingress":
            yield from same_size(one["metadata"].get("annotations", {}).get(_INGRESS_SIZE), settings)
        case "Middleware":
            yield from _of_middleware(one["spec"], settings)
        case "ServersTransport":
            yield from sooner(one["spec"].get("forwardingTimeouts", {}).get("idleConnTimeout"), settings)
        case "IngressRoute":
            yield from _of_route(one, documents)


def _of_middleware(spec: Mapping[str, Any], settings: Configuration) -> Iterator[str]:
    if "retryExpression" in spec.get("buffering", {}):
        yield "it sends again what was sent, which may be an order"
    if size := spec.get("buffering"):
        yield from same_size(size.get("maxRequestBodyBytes"), settings)
    if rate := spec.get("rateLimit"):
        yield from rare(rate["average"] / seconds(rate.get("period", "1s")), settings)
        if rate.get("sourceCriterion", {}).get("ipStrategy", {}).get("ipv6Subnet") != _subnet():
            yield "it counts other networks of IPv6 than the shop does"
    for name, value in spec.get("headers", {}).items():
        if _headers().get(name) != value:
            yield f"the shop says otherwise of {name}"


def _of_route(one: Document, documents: Sequence[Document]) -> Iterator[str]:
    """Everything that it names is there, and whatever leads to the webs has every limit."""
    there = {(each["kind"], each["metadata"]["name"]): each["spec"] for each in documents if "spec" in each}
    for route in one["spec"]["routes"]:
        named = [("Middleware", each["name"]) for each in route.get("middlewares", ())]
        leads = [each for each in route["services"] if each["kind"] == "Service"]
        named += [("Service", each["name"]) for each in leads]
        for each in leads:
            named.append(("ServersTransport", each.get("serversTransport", "of its own")))
        if options := one["spec"].get("tls", {}).get("options"):
            named.append(("TLSOption", options["name"]))
        for kind, name in named:
            if (kind, name) not in there:
                yield f"there is no {kind} {name}"
        has = {key for pair in named if pair[0] == "Middleware" for key in there.get(pair, ())}
        if leads and (missing := {"rateLimit", "buffering", "headers"} - has):
            yield f"it has no {', '.join(sorted(missing))}"
        if leads and "tls" not in one["spec"]:
            yield "it is open without TLS"


def same_size(size: Any, settings: Configuration) -> Iterator[str]:
    """The gateway takes what the shop takes, in bytes."""
    if str(size) != str(settings["GOTUTO_WEB_UPLOAD_BYTES"]):
        yield f"it takes bodies of {size} bytes, the shop of {settings['GOTUTO_WEB_UPLOAD_BYTES']}"


def sooner(idle: Any, settings: Configuration) -> Iterator[str]:
    """An idle connection is let go before the shop hangs up on it."""
    if idle is None or seconds(idle) >= settings["GOTUTO_WEB_HEAD_SECONDS"]:
        yield f"it keeps idle connections for {idle}, the shop for {settings['GOTUTO_WEB_HEAD_SECONDS']} s"


def rare(a_second: float, settings: Configuration) -> Iterator[str]:
    """No limit of the shop allows more than the gateway does."""
    rates = [settings[each.name] for each in declared.declared() if each.name.startswith("GOTUTO_RATE_")]
    most = max(int(re.split("/", rate)[0]) for rate in rates if rate and "/" in rate)
    if a_second * 60 <= most:
        yield f"it takes {a_second:g} requests a second, the shop {most} a minute of one kind alone"


def seconds(text: str) -> float:
    """Of a time such as 3s. Raises ValueError."""
    found = re.fullmatch(r"([\d.]+)(ms|s|m|h)", text)
    if found is None:
        raise ValueError(text)
    return float(found[1]) * _SECONDS[found[2]]


@cache
def _headers() -> Mapping[str, Any]:
    """What the shop sends with every answer, as Traefik calls it."""
    ready()
    from django.conf import settings

    return {
        "frameDeny": settings.X_FRAME_OPTIONS == "DENY",
        "contentTypeNosniff": settings.SECURE_CONTENT_TYPE_NOSNIFF,
        "referrerPolicy": settings.SECURE_REFERRER_POLICY,
    }


def _subnet() -> int:
    """How many bits of an address of IPv6 are one caller for the shop: its own function says."""
    ready()
    from gotuto.http.limits import network

    text = network(SimpleNamespace(META={"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}))
    return 64 if text == "2001:db8:1:2::" else 0
