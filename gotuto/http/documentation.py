"""What an operation declares, in OpenAPI's words."""

from typing import Any, get_args, get_origin

from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from gotuto.http.rendering import PROBLEM_TYPE
from gotuto.paging import Page

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "Stable; made for programs."},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}

_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="The same key with the same body has one effect; a repeat shows the resource as it is now.",
)
_IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag that you have seen; 412 when it is stale."
)


def of(declared: Any, method: Any) -> dict[str, Any]:
    """Arguments for drf-spectacular's `extend_schema`."""
    verb = method.__name__
    parameters = [declared.query] if declared.query is not None else []
    if declared.replay is not None:
        parameters.append(_KEY)
    if verb in ("patch", "put", "delete"):
        parameters.append(_IF_MATCH)
    responses: dict[Any, Any] = {declared.status: _returned(declared.returns)}
    responses["default", PROBLEM_TYPE] = _PROBLEM
    described: dict[str, Any] = {
        "parameters": parameters,
        "request": declared.body,
        "responses": responses,
        "description": (method.__doc__ or "").strip() + f"\n\nFor {declared.allow.words}.",
    }
    if declared.example is not None:
        described["examples"] = [OpenApiExample("A working example", value=declared.example, request_only=True)]
    return described


def _returned(returns: Any) -> Any:
    if get_origin(returns) is Page:
        from gotuto.http.schema import PageOf

        return PageOf(get_args(returns)[0])
    return returns
