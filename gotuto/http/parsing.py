"""JSON as it comes in: bounded in size and depth, so that no body takes the process with it."""

import json
from collections.abc import Mapping
from typing import IO, Any

import msgspec
from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

# Deeper than any body that means something, and far from where Python gives up: everything that walks the body
# afterwards, at whatever depth of its own, must not fall where the parser stood.
MOST_LEVELS = 64


class BodyTooLarge(APIException):
    """The body is longer than DATA_UPLOAD_MAX_MEMORY_SIZE."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is too large."


class LengthRequired(APIException):
    """The body comes in chunks, which Django takes for no body at all (RFC 9110, 15.5.12)."""

    status_code = status.HTTP_411_LENGTH_REQUIRED
    default_detail = "A body needs a Content-Length; one that is sent in chunks is not read."


def require_length(request: Request) -> None:
    """Raises LengthRequired."""
    if "HTTP_TRANSFER_ENCODING" in request.META:
        raise LengthRequired


class JsonParser(BaseParser):
    """Strict JSON (RFC 8259) in UTF-8: no NaN, no half surrogate pairs. Raises BodyTooLarge, ParseError."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise BodyTooLarge(f"A body has at most {limit} bytes.")
        try:
            data = msgspec.json.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            raise ParseError(_fault(body)) from None
        except RecursionError:
            raise ParseError(_TOO_DEEP) from None
        if _is_deeper(data, MOST_LEVELS):
            raise ParseError(_TOO_DEEP)
        return data


def _fault(body: bytes) -> str:
    """What is wrong with a body, in words; the fast decoder speaks to programmers."""
    try:
        json.loads(body.decode(), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        place, byte = error.start + 1, body[error.start]
        return f"The body is not in UTF-8, as JSON is: byte {place} (0x{byte:02X}) belongs to another encoding."
    except json.JSONDecodeError as error:
        return f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
    except (ValueError, RecursionError):
        return _NO_NUMBER
    if b"\\ud" not in body.lower():
        return _NO_NUMBER
    return "The body has half a character: \\ud800 to \\udfff are written in pairs, or the character is written itself."


def _no_number(name: str) -> None:
    raise ValueError(name)


_NO_NUMBER = "The body is not JSON: a number in it is none, or is larger than any that means something."
_TOO_DEEP = f"The body is nested too deeply; at most {MOST_LEVELS} levels are read."


def _is_deeper(data: Any, levels: int) -> bool:
    if not isinstance(data, dict | list):
        return False
    return levels == 0 or any(
        _is_deeper(part, levels - 1) for part in (data.values() if isinstance(data, dict) else data)
    )
