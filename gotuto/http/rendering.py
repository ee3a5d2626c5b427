"""DTOs to JSON as they are, and the browsable page with a working example in its form."""

import json
from decimal import Decimal
from typing import Any

import msgspec
from rest_framework.renderers import BrowsableAPIRenderer, JSONRenderer

PROBLEM_TYPE = "application/problem+json"


def to_json(data: Any) -> bytes:
    """JSON of dataclasses, ids, times (RFC 3339), money and decimals (as strings)."""
    return msgspec.json.encode(data, enc_hook=_plain)


def _plain(value: Any) -> Any:
    # Lazy translations and DRF's error strings are the only other things that come here.
    return str(value) if not isinstance(value, Decimal) else value


class DtoRenderer(JSONRenderer):
    """JSON by msgspec; several times faster than a serializer per object."""

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if data is None:
            return b""
        body = to_json(data)
        indent = self.get_indent(accepted_media_type or "", renderer_context or {})
        return msgspec.json.format(body, indent=indent) if indent else body


class ProblemRenderer(DtoRenderer):
    """The same for clients that ask for problem documents by name."""

    media_type = PROBLEM_TYPE
    format = "problem"


class ExampleBrowsableRenderer(BrowsableAPIRenderer):
    """The browsable API; its raw-data form starts with a body that works."""

    def get_default_renderer(self, view: Any) -> Any:
        return DtoRenderer()

    def get_raw_data_form(self, data: Any, view: Any, method: str, request: Any) -> Any:
        form = super().get_raw_data_form(data, view, method, request)
        operation = getattr(getattr(view, method.lower(), None), "operation", None)
        if form is not None and operation is not None and operation.example is not None:
            form.initial["_content"] = json.dumps(operation.example, indent=2, ensure_ascii=False)
        return form
