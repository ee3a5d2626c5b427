"""What an operation declares, in OpenAPI's words; the docstring of its method is the text that clients read."""

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from msgspec import UNSET, Meta, UnsetType

from gotuto.http import dry_run, languages
from gotuto.http.access import PUBLIC
from gotuto.http.listings import serializer_of
from gotuto.http.rendering import PROBLEM_TYPE
from gotuto.paging import Page
from gotuto.tables import FORMATS


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What went wrong, and what to do about it (RFC 9457)."""

    type: Annotated[str, Meta(extra_json_schema={"format": "uri-reference"})]
    title: str
    status: int
    detail: str
    code: Annotated[str, Meta(description="Stable; made for programs.")]
    errors: Annotated[dict[str, list[str]], Meta(description="What is wrong with each field.")] | UnsetType = UNSET


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """What would follow from a write that has no other answer."""

    dry_run: dry_run.Report


_TEXT = {"type": "string", "minLength": 1}
_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[!-~]([ -~]{0,253}[!-~])?$"},
    OpenApiParameter.HEADER,
    description="The same key with the same body has one effect; a repeat shows the resource as it is now. "
    "A guest's key has at least 20 characters, such as a UUID: with a shorter one the repeat brings no token.",
)
_IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^(\*|(W/)?"[!#-~]*"(, *(W/)?"[!#-~]*")*)$'},
    OpenApiParameter.HEADER,
    description="ETags that you have seen, or `*`; 412 when none is the present one. Without it the write is done anyway.",
)
_DRY_RUN = (
    "`dry-run` answers what would be and changes nothing: the resource as it would be, without numbers that are counted, "
    "and beside it `dry_run: {events: [{name, schema, aggregate_id, data}], would_call: [destination]}` (where there is "
    "no other body, 200 instead of 204)."
)
_APPLIED = OpenApiParameter(
    "Preference-Applied", str, OpenApiParameter.HEADER, response=True, description="What of `Prefer` was followed."
)


@dataclass(frozen=True, kw_only=True)
class Pending:
    """What was asked for is being made; ask again after the seconds of Retry-After."""

    detail: str


def of(declared: Any, method: Any) -> dict[str, Any]:
    """Arguments for drf-spectacular's `extend_schema`."""
    verb = method.__name__
    parameters = [declared.query] if declared.query is not None else []
    if declared.listing is not None:
        parameters.append(serializer_of(declared.listing))
    if declared.replay is not None:
        parameters.append(_KEY)
    if verb in ("patch", "put", "delete"):
        parameters.append(_IF_MATCH)
    headers = dict(declared.headers)
    if verb.upper() in dry_run.WRITES:
        headers["Prefer"] = " ".join(filter(None, [_DRY_RUN, headers.get("Prefer")]))
        parameters.append(_APPLIED)
    parameters += [_header(name, text) for name, text in headers.items()]
    responses: dict[Any, Any] = {
        (status, "application/json"): _returned(declared.returns, declared.listing)
        for status in (declared.status, *declared.other_statuses)
    }
    if declared.listing is not None or declared.rows is not None:
        responses[declared.status, "text/csv"] = OpenApiTypes.STR
        responses[declared.status, FORMATS["xlsx"].media_type] = OpenApiTypes.BINARY
    if declared.files:
        parameters.append(_format(declared.files))
        responses = {(declared.status, media_type): OpenApiTypes.BINARY for media_type in declared.files.values()}
        responses |= {status: OpenApiResponse(Pending, "Not yet.") for status in declared.other_statuses}
    elif declared.returns is None:
        responses = {declared.status: None, (200, "application/json"): OpenApiResponse(DryRun, "A dry run.")}
    responses["default", PROBLEM_TYPE] = OpenApiResponse(Problem, "What went wrong.")
    words = inspect.cleandoc(method.__doc__ or "")
    described: dict[str, Any] = {
        "parameters": parameters,
        "request": _taken(declared),
        "responses": responses,
        "summary": re.split(r"[;:.]", words, maxsplit=1)[0],
        "description": f"{words}\n\nFor {declared.allow.words}.",
    }
    if declared.max_age is not None or (declared.allow is PUBLIC and verb == "post"):
        described["auth"] = []
    elif declared.allow.is_open:
        described["auth"] = [{}, {"token": []}, {"cookieAuth": []}]
    if declared.example is not None:
        described["examples"] = [OpenApiExample("A working example", value=declared.example, request_only=True)]
    return described


def _format(files: Mapping[str, str]) -> OpenApiParameter:
    words = "As what the file is wanted; the first unless said otherwise."
    return OpenApiParameter("format", OpenApiTypes.STR, OpenApiParameter.QUERY, enum=list(files), description=words)


def _header(name: str, text: str) -> OpenApiParameter:
    # RFC 9110 lets a list of languages be empty.
    schema = {"type": "string"} if name in languages.HEADER else _TEXT
    return OpenApiParameter(name, schema, OpenApiParameter.HEADER, description=text)


def _taken(declared: Any) -> Any:
    """Where a file comes in, it may do so as a part of a form, too."""
    if not declared.has_file:
        return declared.body
    return dict.fromkeys(("application/json", "multipart/form-data"), declared.body)


def _returned(returns: Any, listing: Any) -> Any:
    if get_origin(returns) is Page:
        from gotuto.http.schema import PageOf

        return PageOf(get_args(returns)[0], counted_as=listing.counted_as if listing else None)
    return returns
