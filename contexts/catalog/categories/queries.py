"""Questions about categories; each is one statement."""

from contexts.catalog.categories import domain, dto, models
from contexts.catalog.categories.errors import CategoryNotFound
from gotuto.db import fetch, paginate
from gotuto.ids import CategoryId
from gotuto.paging import Page, PageRequest


def get_category(*, category_id: CategoryId) -> dto.Category:
    """Raises CategoryNotFound."""
    return fetch(models.Category, category_id, missing=lambda: CategoryNotFound(category_id=category_id)).to_dto()


def list_categories(*, filters: dto.CategoryFilter, page: PageRequest) -> Page[dto.Category]:
    """Categories by name, each with the one that it stands in."""
    rows = models.Category.objects.all()
    if filters.parent_id is not None:
        rows = rows.filter(parent_id=filters.parent_id)
    if filters.slug is not None:
        rows = rows.filter(slug=filters.slug)
    return paginate(
        rows, page, orderings={"name": "name"}, default="name", filters=filters, to_dto=models.Category.to_dto
    )


def category_tree() -> dto.CategoryTree:
    """The whole tree in one statement, branches by name."""
    return domain.tree(row.to_dto() for row in models.Category.objects.order_by("name", "id"))
