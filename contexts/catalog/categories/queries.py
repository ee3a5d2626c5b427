"""Questions about categories; each is one statement."""

from contexts.catalog.categories import domain, dto, models
from contexts.catalog.categories.errors import CategoryNotFound
from gotuto.db import fetch
from gotuto.db.listing import Listing
from gotuto.ids import CategoryId
from gotuto.paging import Page, PageRequest

CATEGORIES = Listing(filters=dto.CategoryFilter, orderings={"name": "name"}, default="name")


def get_category(*, category_id: CategoryId) -> dto.Category:
    """Raises CategoryNotFound."""
    return fetch(models.Category, category_id, missing=lambda: CategoryNotFound(category_id=category_id)).to_dto()


def list_categories(*, filters: dto.CategoryFilter, page: PageRequest) -> Page[dto.Category]:
    """Categories by name, each with the one that it stands in. Raises InvalidCursor, UnknownOrdering."""
    return CATEGORIES.page(models.Category.objects.all(), filters=filters, page=page, to_dto=models.Category.to_dto)


def category_tree() -> dto.CategoryTree:
    """The whole tree in one statement, branches by name."""
    return domain.tree(row.to_dto() for row in models.Category.objects.order_by("name", "id"))
