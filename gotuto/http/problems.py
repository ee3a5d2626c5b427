"""Every failure as a problem document (RFC 9457): what happened, and what to do."""

from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.response import Response

from gotuto.db import is_transient, sqlstate
from gotuto.errors import BusinessError
from gotuto.http import other_ways
from gotuto.http.rendering import PROBLEM_TYPE, Problem, to_json

log = structlog.get_logger(__name__)

TYPE_BASE = "/api/problems/"

# Appendix A of PostgreSQL, string_data_right_truncation and numeric_value_out_of_range: the last wall behind the limits
# of the fields. A text may pass those and grow in lower case, where a dotted capital I is two characters.
_TOO_MUCH = {"22001": "A text is too long.", "22003": "A number is too large."}

CODES = {
    400: "invalid",
    401: "not_authenticated",
    403: "permission_denied",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "too_slow",
    411: "length_required",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
    431: "headers_too_large",
    500: "internal_error",
    503: "unavailable",
    505: "http_version",
}
TITLES = {
    400: "The input is not valid",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    408: "Too slow",
    411: "Length required",
    413: "Too large",
    415: "Unsupported media type",
    429: "Too many requests",
    431: "Headers too large",
    500: "Internal error",
    503: "Not available at the moment",
    505: "HTTP version not supported",
}


_ADVICE = {
    400: "The request cannot be taken: its host, its size or its headers are not acceptable.",
    403: "You are not allowed to do this.",
    404: "There is nothing at this address. The API is described at /api/docs/.",
    405: "This address does not take the method; the header Allow names those that it takes.",
    406: "This cannot be had in the form that the header Accept asks for.",
    500: "Something went wrong on our side. It has been logged; nothing was half written.",
}


def problem(
    status: int,
    detail: str,
    *,
    code: str | None = None,
    title: str | None = None,
    errors: dict[str, list[str]] | None = None,
) -> dict[str, Any]:
    """The members of RFC 9457 with our stable `code` and, where fields are at fault, `errors`."""
    code = code or CODES.get(status, "error")
    document: dict[str, Any] = {
        "type": f"{TYPE_BASE}{code}",
        "title": title or TITLES.get(status, "The request failed"),
        "status": status,
        "detail": detail,
        "code": code,
    }
    if errors:
        document["errors"] = errors
    return document


def of_status(status: int, known: Any = None) -> dict[str, Any]:
    """A problem of which no more than the status is known, unless the answer's data is one."""
    if isinstance(known, dict) and known.get("status") == status and "code" in known:
        return known
    return problem(status, _ADVICE.get(status, "The API is described at /api/docs/."))


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; None lets a programming error go on to the server's own handler."""
    match error:
        case BusinessError():
            return _answer(of_refusal(error), error.status, headers=_retry_later(error))
        case exceptions.ValidationError():
            errors = flat(error.detail)
            return _answer(problem(400, _first(errors), errors=errors), 400)
        case Http404():
            return _answer(problem(404, "There is nothing at this address."), 404)
        case PermissionDenied():
            return _answer(problem(403, "You are not allowed to do this."), 403)
        case exceptions.APIException():
            return _answer(problem(error.status_code, str(error.detail)), error.status_code, headers=_headers(error))
        case Error() if is_transient(error):
            log.warning("database_unavailable", exc_info=error)
            detail = "The database does not answer right now. Nothing was changed; try again in a moment."
            return _answer(problem(503, detail), 503, headers={"Retry-After": "2"})
        case Error() if (too_much := _TOO_MUCH.get(sqlstate(error) or "")) is not None:
            log.warning("input_too_large", exc_info=error)
            return _answer(problem(400, f"{too_much} Nothing was changed."), 400)
    return None


def of_refusal(refusal: BusinessError) -> dict[str, Any]:
    return problem(refusal.status, refusal.detail, code=refusal.code, title=refusal.title, errors=refusal.faults)


def flat(detail: Any, at: str = "") -> dict[str, list[str]]:
    """Messages by the path of their field: {"items.0.quantity": ["…"]}."""
    if isinstance(detail, dict):
        found: dict[str, list[str]] = {}
        for name, part in detail.items():
            # DRF puts what concerns no field under this name.
            inner = at if name == "non_field_errors" else f"{at}.{name}" if at else str(name)
            found.update(flat(part, inner))
        return found
    if isinstance(detail, list) and any(isinstance(part, dict | list) for part in detail):
        found = {}
        for index, part in enumerate(detail):
            found.update(flat(part, f"{at}.{index}" if at else str(index)))
        return found
    messages = detail if isinstance(detail, list) else [detail]
    return {at or "body": [str(message) for message in messages]} if messages else {}


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404 for addresses of the API."""
    return as_http(problem(404, f"There is nothing at {request.path}. {other_ways.hint(request.path)}"))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400 for addresses of the API: what was refused before any operation was asked."""
    return as_http(of_status(400))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500 for addresses of the API; the log has the rest under the same correlation id."""
    return as_http(of_status(500))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django's CSRF_FAILURE_VIEW answers to programs."""
    return as_http(
        problem(
            403,
            "This form takes what its own page sends (cross-site request forgery is refused). Programs sign in with an "
            "API token: 'Authorization: Bearer …'.",
        )
    )


def as_http(document: dict[str, Any]) -> HttpResponse:
    return HttpResponse(to_json(document), status=document["status"], content_type=PROBLEM_TYPE)


def _answer(document: dict[str, Any], status: int, headers: dict[str, str] | None = None) -> Response:
    return Problem(document, status=status, headers=headers)


def _first(errors: dict[str, list[str]]) -> str:
    field, messages = next(iter(errors.items()), ("body", ["The input is not valid."]))
    return messages[0] if field == "body" else f"{field}: {messages[0]}"


def _retry_later(refusal: BusinessError) -> dict[str, str] | None:
    seconds = getattr(refusal, "retry_after", None)
    return None if seconds is None else {"Retry-After": str(seconds)}


def _headers(error: exceptions.APIException) -> dict[str, str] | None:
    seconds = getattr(error, "wait", None)
    if seconds is not None:
        return {"Retry-After": str(max(int(seconds), 1))}
    challenge = getattr(error, "auth_header", None)
    return {"WWW-Authenticate": challenge} if challenge else None
