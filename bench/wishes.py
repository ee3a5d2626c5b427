"""What is asked of an operation, one request at a time."""

from typing import Any, NamedTuple


class Wish(NamedTuple):
    """One request; the path is that of the document with its names filled in."""

    filled: dict[str, str] = {}
    body: Any = None
    headers: dict[str, str] = {}
    query: str = ""
