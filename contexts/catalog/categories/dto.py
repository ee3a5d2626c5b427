"""Categories as plain data."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Annotated, Final

from msgspec import Meta

from gotuto.ids import CategoryId

SLUG_LENGTH = 220


class Keep(Enum):
    """Says that a value which may be empty is to stay as it is."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP


@dataclass(frozen=True, kw_only=True)
class CategoryRef:
    """The category of a product, as much as a product page shows of it."""

    id: CategoryId
    name: str
    slug: str


@dataclass(frozen=True, kw_only=True)
class Category:
    """A category and the one that it stands in (None at the top)."""

    id: CategoryId
    name: str
    slug: str
    description: str
    parent_id: CategoryId | None
    position: int
    version: int


@dataclass(frozen=True, kw_only=True)
class CategoryDetail(Category):
    """A category, and all that it stands in, from the top down: the way to it."""

    ancestors: tuple[CategoryRef, ...]


@dataclass(frozen=True, kw_only=True)
class CategoryNode:
    """A category with all that stands in it; `is_cut` where the tree goes on, too deep to be shown here.

    `product_count` is how many products are for sale in it and all below it, where that was asked for.
    """

    id: CategoryId
    name: str
    slug: str
    children: "tuple[CategoryNode, ...]"
    is_cut: bool
    product_count: int | None


@dataclass(frozen=True, kw_only=True)
class CategoryTree:
    """The whole tree: its top categories, each with its branches; siblings as somebody has put them, else by name."""

    results: tuple[CategoryNode, ...]


@dataclass(frozen=True, kw_only=True)
class CategoryFilter:
    """Which categories a list shows: those that stand directly in a category, those with a slug."""

    parent_id: Annotated[CategoryId, Meta(description="Those directly within this category.")] | None = None
    slug: Annotated[str, Meta(max_length=SLUG_LENGTH)] | None = None
    updated_since: datetime | None = None
