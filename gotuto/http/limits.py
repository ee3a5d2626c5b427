"""Rate limits: a fixed-window counter per principal and minute in PostgreSQL, which holds across processes and restarts."""

from collections.abc import Mapping
from functools import cache
from ipaddress import IPv6Address, ip_address
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from rest_framework.exceptions import Throttled
from rest_framework.request import Request

from gotuto import audit_log
from gotuto.db import fetch_all
from gotuto.modules import modules

log = structlog.get_logger(__name__)

# Sorted, so that two requests that count the same never wait for each other.
_COUNT = """
INSERT INTO gotuto_http_ratewindow AS seen (scope, principal, minute, count)
SELECT %(scope)s, principal, date_trunc('minute', clock_timestamp()), 1
FROM unnest(%(principals)s::text[]) AS principal ORDER BY principal
ON CONFLICT (scope, principal, minute) DO UPDATE SET count = seen.count + 1
RETURNING count, 60 - extract(second FROM clock_timestamp())::int
"""


def check(scope: str, request: Request | HttpRequest, *, account: str = "") -> None:
    """Count one request and refuse it when the minute is used up. Raises Throttled with the seconds to wait.

    `account` is what somebody tries to get into; it is counted besides, wherever the tries come from.
    """
    limit = per_minute(scope, settings.GOTUTO_RATES)
    if limit is None:
        return
    principals = [_principal(scope, request), *([_unnamed(account)] if account else [])]
    count, left = max(fetch_all(_COUNT, {"scope": scope, "principals": principals}))
    if count > limit:
        if count == limit + 1:
            # Once a minute, or whoever floods the shop would flood its log as well.
            audit_log.warn("throttled", scope=scope, limit=limit, actor=getattr(request.user, "pk", None))
        raise Throttled(wait=max(left, 1))


def per_minute(scope: str, rates: Mapping[str, str]) -> int | None:
    """The limit of a scope, from "off" or "30/min"."""
    rate = rates.get(scope, "off")
    return None if rate == "off" else int(rate.removesuffix("/min"))


def _principal(scope: str, request: Any) -> str:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or scope in _counted_by_address():
        return network_key(request)
    return str(user.pk)


@cache
def _counted_by_address() -> frozenset[str]:
    return frozenset(scope for module in modules() for scope in module.rates_by_address)


def _unnamed(account: str) -> str:
    """An account without the e-mail address by which it is called: counters are nobody's register."""
    return f"account {_keyed(account.strip().lower())}"


def network_key(request: Any) -> str:
    """What a network is called where it is counted; nobody reads an address in it, or makes it without the server's key."""
    return _keyed(network(request))


def _keyed(text: str) -> str:
    return salted_hmac("gotuto.limits", text, algorithm="sha256").hexdigest()[:32]


def network(request: Any) -> str:
    """What is counted as one caller: an address, of IPv6 the /64 that one household or machine is given."""
    text = address(request)
    try:
        known = ip_address(text.partition("%")[0])
    except ValueError:
        return text[:64]
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return str(IPv6Address(int(known) >> 64 << 64))
    return str(getattr(known, "ipv4_mapped", None) or known)


@cache
def warn_of_proxy() -> None:
    """Say once that a proxy seems to stand in front that nobody has told us of: all its callers are one for every limit."""
    log.warning("proxy_not_trusted", advice="Set GOTUTO_TRUSTED_PROXIES, or all callers are counted as one.")


def address(request: Any) -> str:
    """The caller's address as the outermost trusted proxy saw it (GOTUTO_TRUSTED_PROXIES hops)."""
    hops = settings.GOTUTO_TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if forwarded and not hops:
        warn_of_proxy()
    if hops and len(forwarded) >= hops:
        return str(forwarded[-hops])
    return str(request.META.get("REMOTE_ADDR", ""))
