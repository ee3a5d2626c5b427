"""What is told of categories."""

from dataclasses import dataclass

from gotuto.events import DomainEvent
from gotuto.ids import CategoryId
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class CategoryCreated(DomainEvent, aggregate="category_id"):
    """A category was added to the tree."""

    category_id: CategoryId
    category_name: str
    slug: str
    parent_id: CategoryId | None


@dataclass(frozen=True, kw_only=True)
class CategoryUpdated(DomainEvent, aggregate="category_id"):
    """A category was renamed, described anew or moved; `changed` names the properties."""

    category_id: CategoryId
    category_name: str
    slug: str
    parent_id: CategoryId | None
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CategoryDeleted(DomainEvent, aggregate="category_id"):
    """An empty category was removed; nothing leads to its addresses any more."""

    category_id: CategoryId
    category_name: str
    slug: str


# The caches of what is told of the whole tree, and of what all products have in common.
TREE_CACHE, FACETS_CACHE = "catalog.tree", "catalog.facets"

category_created = DomainSignal(CategoryCreated, makes_stale=(TREE_CACHE, FACETS_CACHE))
category_updated = DomainSignal(CategoryUpdated, makes_stale=(TREE_CACHE, FACETS_CACHE))
category_deleted = DomainSignal(CategoryDeleted, makes_stale=(TREE_CACHE, FACETS_CACHE))
