"""Entity tags: `"<version>-<hash of the body>"`, strong (RFC 9110, 8.8.3)."""

import hashlib
import re

from rest_framework.request import Request

from gotuto.errors import Malformed

_OURS = re.compile(r'"(\d{1,9})-[0-9a-f]+"')


class UnknownEntityTag(Malformed):
    """If-Match carries something that never came from this server."""

    code = "invalid"
    field = "If-Match"
    text = "If-Match takes the ETag of an earlier answer, with its quotation marks."


def etag(version: int, body: bytes) -> str:
    return f'"{version}-{hashlib.sha256(body).hexdigest()[:16]}"'


def if_match(request: Request) -> int | None:
    """The version that the caller has seen, or None when he does not say. Raises UnknownEntityTag."""
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    found = _OURS.fullmatch(header.strip())
    if found is None:
        raise UnknownEntityTag
    return int(found[1])


def is_known(request: Request, tag: str) -> bool:
    """Whether If-None-Match names this tag (RFC 9110, 13.1.2: compared weakly)."""
    header = request.headers.get("If-None-Match", "")
    return header.strip() == "*" or tag in [candidate.strip().removeprefix("W/") for candidate in header.split(",")]
