"""A correlation id for every request, and a log line for each that wrote, was slow or failed."""

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gotuto import metrics, trace, tracing

log = structlog.get_logger(__name__)

_ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SLOW_SECONDS = 1.0
# What probes and browsers ask for all the time is nobody's journey.
_UNTRACED = ("/health/", "/metrics", "/static/")
# Reading changes nothing and is most of the traffic: /metrics counts it.
_READING = ("GET", "HEAD", "OPTIONS")


class CorrelationMiddleware:
    """Take the caller's X-Request-ID or make one, and send it back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        correlation = given if _ACCEPTABLE.fullmatch(given) else trace.new_correlation_id()
        started = time.monotonic()
        given_place = trace.accepted(request.headers.get("traceparent", ""))
        with trace.bound(correlation, traceparent=given_place), self._span(request) as span:
            response = self._get_response(request)
            self._report(request, response, time.monotonic() - started)
            if span is not None:
                _tell(span, request, response)
        response["X-Request-ID"] = correlation
        if settings.GOTUTO_INSTANCE:
            response["X-GoTuto-Instance"] = settings.GOTUTO_INSTANCE
        return response

    def _span(self, request: HttpRequest) -> AbstractContextManager[Any]:
        if not tracing.is_on() or request.path.startswith(_UNTRACED):
            return nullcontext()
        facts = {"http.request.method": request.method, "url.path": request.path, "url.scheme": request.scheme}
        return tracing.span(str(request.method), "server", facts)

    def _report(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        route = request.resolver_match.route if request.resolver_match else ""
        metrics.count_request(method=request.method or "", route=route, status=response.status_code, seconds=seconds)
        facts = {"method": request.method, "path": request.path, "status": response.status_code}
        if response.status_code >= 500:
            log.error("request_failed", **facts, seconds=round(seconds, 3))
        elif seconds > _SLOW_SECONDS and "wait" not in request.headers.get("Prefer", ""):
            log.warning("request_slow", **facts, seconds=round(seconds, 3))
        elif request.method not in _READING:
            log.info("request", **facts, seconds=round(seconds, 3))


def _tell(span: Any, request: HttpRequest, response: HttpResponse) -> None:
    """By OpenTelemetry's conventions for HTTP servers: the route, which was not known before, and the answer."""
    route = f"/{request.resolver_match.route}" if request.resolver_match else ""
    span.update_name(f"{request.method} {route}".strip())
    span.set_attributes({"http.route": route, "http.response.status_code": response.status_code})
    if response.status_code >= 500:
        tracing.fail(span, str(response.status_code))
