"""What an operation takes in: its query and its body, with a refusal that names whatever it does not know."""

from collections.abc import Collection, Mapping
from copy import copy
from functools import cache
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.settings import api_settings

from gotuto.http import listings
from gotuto.http.inputs import Input
from gotuto.http.parsing import require_length
from gotuto.http.unknown import unknown


def inputs(declared: Any, request: Request) -> dict[str, Any]:
    """The arguments `query` and `body` of an operation. Raises ValidationError."""
    return {**_query(declared, request), **_body(declared, request)}


def _query(declared: Any, request: Request) -> dict[str, Any]:
    if declared.listing is not None:
        return {"query": listings.parse(declared.listing, request.query_params)}
    if declared.query is None:
        # Most requests have no query at all, and need none parsed.
        if request.META.get("QUERY_STRING"):
            _refuse_unknown(request, {})
        return {}
    if not request.META.get("QUERY_STRING"):
        return {"query": copy(_of_nothing(declared.query))}
    asked = request.query_params.copy()
    asked.pop(api_settings.URL_FORMAT_OVERRIDE, None)
    fields = declared.query().fields
    _refuse_unknown(request, fields)
    # Not as a form, of which DRF takes an empty field for one that is not there.
    given = {
        name: asked.getlist(name) if isinstance(field, serializers.ListField) else asked[name]
        for name, field in fields.items()
        if name in asked
    }
    return {"query": _checked(declared.query(data=given))}


@cache
def _of_nothing(kind: type[Input]) -> Any:
    """What most questions ask: nothing of what may be asked. Raises ValidationError where something has to be."""
    return _checked(kind(data={}))


def _refuse_unknown(request: Request, known: Collection[str]) -> None:
    if errors := listings.refused(request.query_params, known):
        raise serializers.ValidationError(errors)


def _body(declared: Any, request: Request) -> dict[str, Any]:
    if declared.raw is not None:
        require_length(request)
        return {"raw": _bytes(request, most=declared.raw)}
    if declared.body is not None:
        require_length(request)
        partial = request.method == "PATCH"
        return {"body": _checked(declared.body(data=request.data, partial=partial, context={"request": request}))}
    if request.META.get("CONTENT_LENGTH") not in (None, "", "0") and request.method not in ("GET", "HEAD"):
        _refuse_body(request.data)
    return {}


def _bytes(request: Request, *, most: int) -> bytes | None:
    """The body as it came; None, and unread, when it says that it is longer."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return request._request.body if length.isdecimal() and int(length) <= most else None


def _checked(given: serializers.Serializer[Any]) -> Any:
    given.is_valid(raise_exception=True)
    return given.validated_data


def _refuse_body(data: Any) -> None:
    if isinstance(data, Mapping):
        if errors := unknown(data, (), what="field"):
            raise serializers.ValidationError(errors)
    elif data:
        raise serializers.ValidationError(["This takes no body."])
