"""Which renderer answers: what nearly every client asks for is found without parsing and ranking media types."""

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.settings import api_settings

_PLAIN = frozenset({"application/json", "*/*"})


class JsonFirst(DefaultContentNegotiation):
    """As DRF does it; a client that takes JSON, or whatever there is, gets the first renderer at once."""

    def select_renderer(self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None) -> Any:
        first, *_ = ranked = list(renderers)
        accepted = request.META.get("HTTP_ACCEPT", "*/*")
        is_plain = accepted in _PLAIN and first.media_type == "application/json"
        if is_plain and format_suffix is None and api_settings.URL_FORMAT_OVERRIDE not in request.query_params:
            return first, first.media_type
        return super().select_renderer(request, ranked, format_suffix)
