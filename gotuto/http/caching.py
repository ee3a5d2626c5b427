"""Caching of answers (RFC 9111): who may keep one, for how long, and which request headers decide what it says."""

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework.request import Request

# Orders, addresses, tokens: nothing of them stays on a disk, not even in the browser of the person they belong to.
PERSONAL = "private, no-store"
# Nobody's secret, but not the same for everybody, such as what staff see of the catalogue.
_ASKED_AGAIN = "private, no-cache"

LANGUAGE = "Accept-Language"
_ALWAYS = ("Accept", "Authorization", "Cookie")


def control(max_age: int | None, request: Request, answer: Any) -> str:
    """The Cache-Control of an operation that lets answers to guests be kept for `max_age` seconds; None stands for never."""
    if max_age is None or answer.status_code >= 400 or request.method not in ("GET", "HEAD"):
        return PERSONAL
    if getattr(request.accepted_renderer, "media_type", "") == "text/html":
        # Its forms are made for one person.
        return PERSONAL
    return _ASKED_AGAIN if request.user.is_authenticated else f"public, max-age={max_age}"


def vary(headers: Mapping[str, str]) -> str:
    """The request headers on which an operation's answer depends: who asks, in what form and language, with the token of what."""
    return ", ".join([*_ALWAYS, *_deciding(headers)])


def _deciding(headers: Iterable[str]) -> list[str]:
    return [name for name in headers if name == LANGUAGE or name.endswith("-Token")]
