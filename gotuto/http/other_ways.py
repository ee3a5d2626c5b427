"""Where something is found whose address was guessed: a list that can be asked for its number, SKU or slug."""

import re
from typing import Any

from django.urls import Resolver404, resolve

from gotuto.http.listings import fields_of

_NAMES = ("sku", "slug", "number")
_BELOW_A_LIST = re.compile(r"(?P<list>/.+/)[^/]+/?")
_DESCRIBED = "The API is described at /api/docs/."


def hint(path: str) -> str:
    """What somebody may do who asked for an address where nothing is."""
    found = _BELOW_A_LIST.fullmatch(path)
    names = [name for name in _NAMES if name in _filters(found["list"])] if found else []
    if not found or not names:
        return _DESCRIBED
    ways = " or ".join(f"{found['list']}?{name}=…" for name in names)
    return f"What stands in this list is addressed by its id; ask {ways} for it. {_DESCRIBED}"


def _filters(path: str) -> dict[str, Any]:
    try:
        view = getattr(resolve(path).func, "view_class", None)
    except Resolver404:
        return {}
    listing = getattr(getattr(getattr(view, "get", None), "operation", None), "listing", None)
    return fields_of(listing) if listing else {}
