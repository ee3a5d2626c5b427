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


category_created = DomainSignal(CategoryCreated)
category_updated = DomainSignal(CategoryUpdated)
