"""Files that come in: as a part of a form (`multipart/form-data`, RFC 7578), or in Base64 within JSON."""

import base64
import binascii
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser, MultiPartParser

_PIECE = 65_536


@dataclass(frozen=True)
class Upload:
    """A file as it came in, and what its sender calls it."""

    content: IO[bytes]
    name: str = ""

    @cached_property
    def sha256(self) -> str:
        digest = hashlib.sha256()
        self.content.seek(0)
        while piece := self.content.read(_PIECE):
            digest.update(piece)
        self.content.seek(0)
        return digest.hexdigest()


class FormParser(BaseParser):
    """A form with files: each field once. Raises ParseError, ValidationError."""

    media_type = "multipart/form-data"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        found = MultiPartParser().parse(stream, media_type, parser_context)
        given: dict[str, list[Any]] = {name: list(values) for name, values in found.data.lists()}
        for name, files in found.files.lists():
            given.setdefault(name, []).extend(Upload(one.file, one.name or "") for one in files)
        if twice := [name for name, values in given.items() if len(values) > 1]:
            raise ValidationError({name: ["This comes once."] for name in twice})
        return {name: values[0] for name, values in given.items()}


_BASE64 = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$"


@extend_schema_field({"type": "string", "pattern": _BASE64, "contentEncoding": "base64"})
class UploadField(serializers.Field[Any, Any, Any, Any]):
    """A file: a part of a form, or its content in Base64 (RFC 4648)."""

    default_error_messages = {
        "base64": _("This is a file: send it as a part of a form, or its content in Base64 (RFC 4648)."),
        "empty": _("The file is empty."),
    }

    def to_internal_value(self, data: Any) -> Upload:
        upload = data if isinstance(data, Upload) else Upload(io.BytesIO(self._decoded(data)))
        if not upload.content.read(1):
            self.fail("empty")
        upload.content.seek(0)
        return upload

    def _decoded(self, data: Any) -> bytes:
        try:
            return base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError, TypeError):
            self.fail("base64")


def has_file(body: type[serializers.Serializer[Any]] | None) -> bool:
    """Whether a file is among what an operation takes."""
    return body is not None and any(isinstance(field, UploadField) for field in body._declared_fields.values())
