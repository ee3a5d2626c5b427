"""Products that leave the catalogue, and those that come back: rows stay, so that no SKU ever means other goods."""

from datetime import datetime

from contexts.catalog.categories.models import Category
from contexts.catalog.offers import statements as offers
from contexts.catalog.products import dto, locks, models, signals
from contexts.catalog.products.errors import CategoryGone, ProductNotArchived, ProductNotFound
from gotuto.db import lock, unit_of_work
from gotuto.db.changes import save_next_version
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import CategoryId, ProductId, Sku


@unit_of_work
def archive_product(
    *, product_id: ProductId, expected_version: ExpectedVersion = None, now: datetime
) -> dto.ArchivedProduct:
    """Take a product out of the catalogue, with all its variants. Raises ProductNotFound, Stale.

    It leaves its category, so that an empty one can be deleted, and remembers it.
    """
    row = locks.lock_product(product_id, now=now)
    check_version(expected=expected_version, actual=row.version)
    row.variants.filter(deleted_at=None).update(is_active=False, deleted_at=now, updated_at=now)
    row.archived_from, row.category, row.is_active, row.deleted_at = row.category_id, None, False, now
    save_next_version(row, now=now)
    signals.product_deleted.publish(signals.ProductDeleted(product_id=product_id, sku=Sku(row.sku), occurred_at=now))
    return row.to_archived()


@unit_of_work
def restore_product(
    *, product_id: ProductId, category_id: CategoryId | None = None, now: datetime
) -> dto.ProductDetail:
    """Bring a product back with the variants that left with it, to where it stood or into another category; not for sale yet.

    Raises ProductNotFound, ProductNotArchived, CategoryGone, UnknownCategory, GtinTaken.
    """
    row = lock(models.Product, product_id, missing=lambda: ProductNotFound(product_id=product_id))
    if row.deleted_at is None:
        raise ProductNotArchived(sku=Sku(row.sku))
    variants = list(row.variants.filter(deleted_at=row.deleted_at).order_by("position"))
    offers.take_numbers(skus=(), gtins=[row.gtin, *(one.gtin for one in variants)])
    row.category = models.shared_category(category_id) if category_id else _former(row)
    row.deleted_at = row.archived_from = None
    save_next_version(row, now=now)
    for one in variants:
        one.deleted_at, one.is_active, one.updated_at = None, True, now
    models.Variant.objects.bulk_update(variants, ["deleted_at", "is_active", "updated_at"])
    signals.product_restored.publish(
        signals.ProductRestored(
            product_id=product_id, sku=Sku(row.sku), category_id=CategoryId(row.category.id), occurred_at=now
        )
    )
    return row.to_detail([one.to_dto() for one in variants])


def _former(row: models.Product) -> Category:
    category = Category.lock_for_share(CategoryId(row.archived_from)) if row.archived_from else None
    if category is None:
        raise CategoryGone(sku=Sku(row.sku))
    return category
