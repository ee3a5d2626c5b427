"""Files over HTTP: answers that are bytes, chosen by `?format=`, whose address is not told to other sites."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from gotuto.http import etags
from gotuto.http.rendering import DtoRenderer


class FileRenderer(DtoRenderer):
    """Says that something can be had as a file. What it renders itself are problem documents."""

    is_file = True

    def __init__(self, format: str = "", media_type: str = "") -> None:
        self.format, self.media_type = format or self.format, media_type or self.media_type


def renderers(files: Mapping[str, str]) -> list[Any]:
    """One for each format (`pdf`) of a media type (`application/pdf`)."""
    return [FileRenderer(format, media_type) for format, media_type in files.items()]


def wanted(request: Request, *, otherwise: str) -> str:
    """The format that a request asks for by `?format=` or by the media types that it takes. Raises ValidationError."""
    if not request.query_params.get("format", otherwise):
        raise ValidationError({"format": ["An empty name is none of a format. Leave it out, or name one."]})
    renderer = request.accepted_renderer
    return str(renderer.format) if isinstance(renderer, FileRenderer) else otherwise


# A file never changes: whoever asks for another version asks for what there is not.
_ONLY_VERSION = 1


def file_response(request: Request, content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """A file that is shown, or kept under its name; the address by which it was asked for goes nowhere else.

    `Repr-Digest` (RFC 9530) has its SHA-256. Raises Stale, UnknownEntityTag.
    """
    etags.check_read(request, _ONLY_VERSION)
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "ETag": etags.etag(_ONLY_VERSION, content),
        "Repr-Digest": f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:",
        "Referrer-Policy": "no-referrer",
    }
    if etags.is_known(request, headers["ETag"]):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(content, content_type=media_type, headers=headers)
