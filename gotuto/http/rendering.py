"""DTOs to JSON as they are, and the browsable page with a working example in its form."""

import json
from typing import Any

import msgspec
from rest_framework.renderers import BrowsableAPIRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from gotuto.http import browsing, filter_form

PROBLEM_TYPE = "application/problem+json"


class Problem(Response):
    """An answer that says what went wrong; it has a content type of its own, except within the browsable page."""


def to_json(data: Any) -> bytes:
    """JSON of dataclasses, ids, times (RFC 3339), money and decimals (as strings)."""
    # Lazy translations and DRF's error strings are the only things that need the hook.
    return msgspec.json.encode(data, enc_hook=str)


def is_plain(request: Request) -> bool:
    """Whether the answer is the JSON of what it shows, and nothing else."""
    return isinstance(request.accepted_renderer, DtoRenderer) and "indent" not in request.accepted_media_type


class DtoRenderer(JSONRenderer):
    """JSON by msgspec; several times faster than a serializer per object."""

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if data is None:
            return b""
        context = renderer_context or {}
        response = context.get("response")
        # Within the browsable page the answer as a whole is HTML.
        if isinstance(response, Problem) and response.accepted_renderer is self:
            response["Content-Type"] = PROBLEM_TYPE
        body = to_json(data)
        indent = self.get_indent(accepted_media_type or "", context)
        return msgspec.json.format(body, indent=indent) if indent else body


class ExampleBrowsableRenderer(BrowsableAPIRenderer):
    """The browsable API; its raw-data form starts with a body that works."""

    def get_default_renderer(self, view: Any) -> Any:
        return DtoRenderer()

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> Any:
        page = super().render(data, accepted_media_type, renderer_context)
        # A problem names its own type, but what a browser gets is the page around it.
        (renderer_context or {})["response"]["Content-Type"] = f"{self.media_type}; charset={self.charset}"
        return page

    def get_raw_data_form(self, data: Any, view: Any, method: str, request: Any) -> Any:
        form = super().get_raw_data_form(data, view, method, request)
        operation = getattr(getattr(view, method.lower(), None), "operation", None)
        if form is not None and operation is not None and (example := operation.example_for(request, view.kwargs)):
            form.initial["_content"] = json.dumps(example, indent=2, ensure_ascii=False)
        return form

    def get_filter_form(self, data: Any, view: Any, request: Any) -> Any:
        return filter_form.render(view, request)

    def get_context(self, data: Any, accepted_media_type: Any, renderer_context: Any) -> Any:
        context = super().get_context(data, accepted_media_type, renderer_context)
        return {**context, "links": browsing.links(renderer_context["request"], data)}
