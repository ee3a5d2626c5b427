"""Questions about categories: one statement each, two where products are counted or a slug is looked up."""

from dataclasses import fields, replace

from contexts.catalog.categories import domain, dto, models, signals, statements
from contexts.catalog.categories.errors import CategoryNotFound
from gotuto.caching import Cached
from gotuto.db import fetch
from gotuto.db.listing import Listing
from gotuto.ids import CategoryId
from gotuto.paging import Page, PageRequest

CATEGORIES = Listing(filters=dto.CategoryFilter, orderings={"name": "name", "position": "position"}, default="name")
_TREES = Cached(signals.TREE_CACHE, dto.CategoryTree)


def get_category(*, category_id: CategoryId) -> dto.Category:
    """Raises CategoryNotFound."""
    return fetch(models.Category, category_id, missing=lambda: CategoryNotFound(category_id=category_id)).to_dto()


def get_category_detail(*, category_id: CategoryId, language: str = "") -> dto.CategoryDetail:
    """A category with the way to it, told in a language. Raises CategoryNotFound."""
    own, *above = statements.way_up(category_id, language) or (None,)
    if own is None:
        raise CategoryNotFound(category_id=category_id)
    ancestors = tuple(dto.CategoryRef(id=one.id, name=one.name, slug=one.slug) for one in reversed(above))
    return dto.CategoryDetail(**{field.name: getattr(own, field.name) for field in fields(own)}, ancestors=ancestors)


def find_category(*, slug: str, language: str = "") -> dto.CategoryRef:
    """The category that has this slug in any language; one that had it answers with that of today. Raises CategoryNotFound."""
    row = models.Category.objects.led_to_by(slug).told_in(language).first()
    if row is None:
        raise CategoryNotFound(slug=slug)
    found: dto.CategoryRef = row.to_ref()
    return replace(found, slug=slug) if row.is_living else found


def list_categories(*, filters: dto.CategoryFilter, page: PageRequest, language: str = "") -> Page[dto.Category]:
    """Categories by name, each with the one that it stands in. Raises InvalidCursor, UnknownOrdering."""
    return CATEGORIES.page(
        models.Category.objects.told_in(language), filters=filters, page=page, to_dto=models.Category.to_dto
    )


def category_tree(*, counts: bool = False, language: str = "") -> dto.CategoryTree:
    """The whole tree, siblings by place and name; with `counts` each says how many products are for sale down there."""
    return _TREES.get([counts, language], lambda: _tree(counts, language))


def _tree(counts: bool, language: str) -> dto.CategoryTree:
    rows = models.Category.objects.told_in(language).order_by("position", "name", "id")
    products = statements.products_for_sale() if counts else None
    return domain.tree((row.to_dto() for row in rows), products=products)
