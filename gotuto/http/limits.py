"""Rate limits: a fixed-window counter per principal and minute in PostgreSQL, which holds across processes and restarts."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.exceptions import Throttled
from rest_framework.request import Request

from gotuto.db import fetch_one

_COUNT = """
INSERT INTO gotuto_http_ratewindow AS seen (scope, principal, minute, count)
VALUES (%(scope)s, %(principal)s, date_trunc('minute', clock_timestamp()), 1)
ON CONFLICT (scope, principal, minute) DO UPDATE SET count = seen.count + 1
RETURNING count, 60 - extract(second FROM clock_timestamp())::int
"""


def check(scope: str, request: Request | HttpRequest) -> None:
    """Count one request and refuse it when the minute is used up. Raises Throttled with the seconds to wait."""
    limit = per_minute(scope, settings.GOTUTO_RATES)
    if limit is None:
        return
    count, left = fetch_one(_COUNT, {"scope": scope, "principal": _principal(request)})
    if count > limit:
        raise Throttled(wait=max(left, 1))


def per_minute(scope: str, rates: Mapping[str, str]) -> int | None:
    """The limit of a scope, from "off" or "30/min"."""
    rate = rates.get(scope, "off")
    return None if rate == "off" else int(rate.removesuffix("/min"))


def _principal(request: Any) -> str:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return str(user.pk)
    return address(request)


def address(request: Any) -> str:
    """The caller's address as the outermost trusted proxy saw it (GOTUTO_TRUSTED_PROXIES hops)."""
    hops = settings.GOTUTO_TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return str(forwarded[-hops])
    return str(request.META.get("REMOTE_ADDR", ""))
