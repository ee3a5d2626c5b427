"""Where a reader of a browsable page can go from here: things named in the answer, and what belongs to this one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from rest_framework.request import Request

from gotuto.http.access import principal
from gotuto.modules import modules

_LABELS = ("number", "name", "sku", "subject", "title", "email")


@dataclass(frozen=True)
class Link:
    label: str
    href: str


def links(request: Request, data: Any) -> list[Link]:
    """Links for a page that shows `data`."""
    plain = _plain(data)
    if "dry_run" in plain:
        # What the answer shows is not there to be opened.
        return []
    rows = plain.get("results")
    if isinstance(rows, list | tuple):
        return list(_rows(request, rows))
    return [*_itself(request, plain), *_parts(request), *_named(request, plain)]


def _plain(data: Any) -> dict[str, Any]:
    built = msgspec.to_builtins(data, enc_hook=str)
    if isinstance(built, msgspec.Raw | bytes):
        built = msgspec.json.decode(built)
    return built if isinstance(built, dict) else {}


def _rows(request: Request, rows: Sequence[Any]) -> Iterator[Link]:
    for row in rows:
        if isinstance(row, dict) and (label := next((row[name] for name in _LABELS if row.get(name)), None)):
            key = row.get("id")
            if key is not None and f"{_route(request)}<" in " ".join(_routes()):
                yield Link(str(label), f"{request.path}{key}/")


def _itself(request: Request, plain: dict[str, Any]) -> Iterator[Link]:
    """The page of what a list has just been given."""
    if _is_id(plain.get("id")) and any(route.startswith(f"{_route(request)}<") for route in _routes()):
        yield Link("open it", f"{request.path}{plain['id']}/")


def _parts(request: Request) -> Iterator[Link]:
    """What belongs to this resource, such as an order's events."""
    route = _route(request)
    for other in _routes():
        rest = other.removeprefix(route)
        if rest != other and re.fullmatch(r"[a-z-]+/", rest) and _admits(request, f"{request.path}{rest}"):
            yield Link(rest.rstrip("/"), f"{request.path}{rest}")


def _named(request: Request, plain: dict[str, Any]) -> Iterator[Link]:
    for field, resource in _fields_that_name():
        values = plain.get(field) or []
        for value in values if isinstance(values, list | tuple) else [values]:
            if _is_id(value) and _admits(request, f"/api/v1/{resource}/{value}/"):
                yield Link(resource.rstrip("s"), f"/api/v1/{resource}/{value}/")


@cache
def _fields_that_name() -> list[tuple[str, str]]:
    """Fields of answers that hold ids, and the list in which these stand."""
    return sorted(
        (field, resource.name) for module in modules() for resource in module.resources for field in resource.named_by
    )


def _admits(request: Request, path: str) -> bool:
    """Whether the asker may do anything at all there."""
    view = getattr(resolve(path).func, "view_class", None)
    operations = [getattr(getattr(view, method, None), "operation", None) for method in ("get", "post")]
    return any(operation.allow.admits(principal(request)) for operation in operations if operation)


def _is_id(value: Any) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


def _route(request: Request) -> str:
    match = getattr(request, "resolver_match", None)
    return match.route if match else ""


def _routes() -> list[str]:
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: Any, before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route
