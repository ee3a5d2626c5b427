"""Which renderer answers: what nearly every client asks for is found without parsing and ranking media types."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.settings import api_settings

from gotuto.http.rendering import PROBLEM_TYPE

PAGE = "text/html"
_FORMAT = str(api_settings.URL_FORMAT_OVERRIDE)
_JSON = "application/json"
# Who takes problem documents only is asked for nothing else in them: what went well comes as JSON.
_PLAIN = frozenset({_JSON, "*/*", PROBLEM_TYPE})


def prefers_page(request: HttpRequest) -> bool:
    """Whether a person's browser asks; who takes anything gets what programs read."""
    return request.get_preferred_type([_JSON, PROBLEM_TYPE, PAGE]) == PAGE


class JsonFirst(DefaultContentNegotiation):
    """As DRF does it; a client that takes JSON, or whatever there is, gets the first renderer at once."""

    def select_renderer(self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None) -> Any:
        first, *_ = ranked = list(renderers)
        if (exported := _export(request, ranked)) is not None:
            return exported, exported.media_type
        is_plain = request.META.get("HTTP_ACCEPT", "*/*") in _PLAIN and first.media_type == _JSON
        if is_plain and format_suffix is None and not _names_a_format(request):
            return first, first.media_type
        return super().select_renderer(request, ranked, format_suffix)

    def filter_renderers(self, renderers: Iterable[Any], format: str) -> list[Any]:
        """The renderer that a format names. Raises ValidationError."""
        named = {renderer.format: renderer for renderer in renderers}
        if format not in named:
            raise ValidationError({_FORMAT: [f"'{format}' is not one of: {', '.join(named)}."]})
        return [named[format]]


def _export(request: Request, renderers: list[Any]) -> Any:
    """The renderer of files where one is asked for by name, whatever else the client usually takes."""
    if not _names_a_format(request):
        return None
    wanted = request.query_params[_FORMAT]
    files = (renderer for renderer in renderers if getattr(renderer, "is_file", False))
    return next((renderer for renderer in files if renderer.format == wanted), None)


def _names_a_format(request: Request) -> bool:
    # Most have no query at all, and need none parsed.
    return bool(request.META.get("QUERY_STRING")) and _FORMAT in request.query_params
