"""Pages of results: what a caller asks for and gets, without a word about databases or HTTP."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from gotuto.errors import Malformed

T = TypeVar("T")
U = TypeVar("U")

DEFAULT_SIZE = 20
MAX_SIZE = 100


class InvalidCursor(Malformed):
    """The cursor is not one of ours, or belongs to a list with other filters."""

    field = "cursor"
    text = "This cursor does not belong to this list. Start again without a cursor."


@dataclass(frozen=True, kw_only=True)
class PageRequest:
    """Which page of a list: at most `size` items from `cursor` on, sorted by `ordering` ("price", "-price"; "" = default)."""

    size: int = DEFAULT_SIZE
    cursor: str = ""
    ordering: str = ""


@dataclass(frozen=True, kw_only=True)
class Page(Generic[T]):
    """Some items of a list with the cursors of its neighbours (None at either end), and what all of them are, if asked for."""

    items: tuple[T, ...]
    next: str | None = None
    previous: str | None = None
    facets: object = None

    def map(self, change: Callable[[T], U]) -> "Page[U]":
        return Page(
            items=tuple(change(item) for item in self.items), next=self.next, previous=self.previous, facets=self.facets
        )
