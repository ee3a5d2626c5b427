"""Questions about translations; two statements each, and one for each part of the worklist."""

from collections.abc import Sequence

from contexts.catalog.categories.errors import CategoryNotFound
from contexts.catalog.categories.models import Category
from contexts.catalog.products.errors import ProductNotFound
from contexts.catalog.products.models import Product
from contexts.catalog.translations import domain, dto, models, statements
from gotuto.db import fetch
from gotuto.ids import CategoryId, ProductId


def translations_of_product(*, product_id: ProductId, known: Sequence[str]) -> dto.ProductTranslations:
    """A product in each of the known languages but the first, which is that of the original. Raises ProductNotFound."""
    product = fetch(Product, product_id, missing=lambda: ProductNotFound(product_id=product_id))
    if product.deleted_at is not None:
        raise ProductNotFound(product_id=product_id)
    rows = {row.language: row for row in models.ProductTranslation.objects.filter(product_id=product_id)}
    found = (rows.get(code) or models.ProductTranslation(language=code, version=0) for code in known[1:])
    return dto.ProductTranslations(original_language=known[0], results=tuple(row.to_dto(product) for row in found))


def translations_of_category(*, category_id: CategoryId, known: Sequence[str]) -> dto.CategoryTranslations:
    """A category in each of the known languages but the first, which is that of the original. Raises CategoryNotFound."""
    category = fetch(Category, category_id, missing=lambda: CategoryNotFound(category_id=category_id))
    rows = {row.language: row for row in models.CategoryTranslation.objects.filter(category_id=category_id)}
    found = (rows.get(code) or models.CategoryTranslation(language=code, version=0) for code in known[1:])
    return dto.CategoryTranslations(original_language=known[0], results=tuple(row.to_dto(category) for row in found))


def coverage(*, known: Sequence[str]) -> tuple[dto.Coverage, ...]:
    """How much of the catalogue each of the known languages but the first lacks."""
    return tuple(statements.coverage(language) for language in known[1:])


def gaps(*, language: str, known: Sequence[str], most: int) -> tuple[dto.Gap, ...]:
    """What a language lacks, categories first, by name; of each so many at most. Raises LanguageUnknown."""
    domain.check_language(language, known)
    return (*statements.category_gaps(language, most), *statements.product_gaps(language, most))
