"""Entity tags: `"<version>-<hash of the body>"`, strong (RFC 9110, 8.8.3), and what requests say about them (13.1).

A precondition is optional: a write without one is done whatever the version is, so that 428 is never answered. What has no
version to compare, or is not there, answers as if nothing had been said (13.2.1).
"""

import hashlib
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from rest_framework.request import Request

from gotuto.errors import ExpectedVersion, Malformed, check_version

_TAG = re.compile(r'(?P<weak>W/)?(?P<opaque>"[\x21\x23-\x7e\x80-\xff]*")')
_OURS = re.compile(r'"(\d{1,9})-[0-9a-f]+"')
_ANY = "*"
_TAGS = "takes `*` or ETags of earlier answers, with their quotation marks and commas between them."


class UnknownEntityTag(Malformed):
    """If-Match carries something that is no entity tag."""

    code = "invalid"
    field = "If-Match"
    text = f"If-Match {_TAGS}"


class UnknownExclusion(Malformed):
    """If-None-Match of a write carries something that is no entity tag."""

    code = "invalid"
    field = "If-None-Match"
    text = f"If-None-Match {_TAGS}"


@dataclass(frozen=True)
class _Versions:
    """Those that are allowed and not excluded."""

    allowed: Container[int]
    excluded: Container[int]

    def __contains__(self, version: object) -> bool:
        return version in self.allowed and version not in self.excluded


class _Anything:
    def __contains__(self, version: object) -> bool:
        return True


_ANYTHING = _Anything()
_NOTHING: Container[int] = frozenset()


def etag(version: int, body: bytes) -> str:
    return f'"{version}-{hashlib.sha256(body).hexdigest()[:16]}"'


def if_match(request: Request) -> ExpectedVersion:
    """The versions that a write may change, by If-Match (compared strongly) and If-None-Match (weakly); None is any.

    Raises UnknownEntityTag or UnknownExclusion.
    """
    only, but = request.META.get("HTTP_IF_MATCH"), request.META.get("HTTP_IF_NONE_MATCH")
    if only is None and but is None:
        return None
    allowed = _ANYTHING if only is None else _matching(only)
    excluded = _NOTHING if but is None else _excluded(but)
    return _Versions(allowed, excluded)


def check_read(request: Request, version: int) -> None:
    """A read that demands a version by If-Match. Raises Stale, UnknownEntityTag."""
    if (header := request.META.get("HTTP_IF_MATCH")) is not None:
        check_version(expected=_matching(header), actual=version)


def is_known(request: Request, tag: str) -> bool:
    """Whether If-None-Match of a read names this tag, compared weakly; what is no tag matches nothing."""
    header = request.META.get("HTTP_IF_NONE_MATCH")
    if header is None:
        return False
    return header.strip() == _ANY or tag in (opaque for opaque, _ in _tags(header) or ())


def _matching(header: str) -> Container[int]:
    if header.strip() == _ANY:
        return _ANYTHING
    if (tags := _tags(header)) is None:
        raise UnknownEntityTag
    return frozenset(_versions(opaque for opaque, is_weak in tags if not is_weak))


def _excluded(header: str) -> Container[int]:
    if header.strip() == _ANY:
        return _ANYTHING
    if (tags := _tags(header)) is None:
        raise UnknownExclusion
    return frozenset(_versions(opaque for opaque, _ in tags))


def _tags(header: str) -> list[tuple[str, bool]] | None:
    """The tags of a list (RFC 9110, 5.6.1), each with whether it is weak; None when it is no such list."""
    found = [(tag["opaque"], tag["weak"] is not None) for tag in _TAG.finditer(header)]
    # No header has a NUL, so that it can stand for a tag; an empty element counts for nothing.
    shape = {part.strip(" \t") for part in _TAG.sub("\0", header).split(",")}
    return found if found and shape <= {"\0", ""} else None


def _versions(tags: Iterator[str]) -> Iterator[int]:
    return (int(ours[1]) for tag in tags if (ours := _OURS.fullmatch(tag)))
