"""What can be done to the catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.db import models as orm

from contexts.catalog import domain, dto, models, signals
from contexts.catalog.dto import KEEP, Keep
from contexts.catalog.errors import (
    CategoryNotEmpty,
    CategoryNotFound,
    ProductNotFound,
    SkuFixed,
    SkuTaken,
    UnknownCategory,
    UnknownParent,
)
from gotuto.db import fetch, lock, sqlstate, unit_of_work
from gotuto.errors import check_version
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.money import Money

_UNIQUE_VIOLATION = "23505"


@unit_of_work
def create_product(
    *,
    sku: str,
    name: str,
    price: Money,
    category_id: CategoryId,
    description: str = "",
    is_active: bool = True,
    now: datetime,
) -> dto.Product:
    """Add a product to a category. Raises InvalidSku, SkuTaken, PriceNotPositive, UnknownCategory."""
    domain.check_price(price)
    row = models.Product(
        sku=domain.normalised_sku(sku),
        name=name,
        slug=domain.slug(name),
        description=description,
        price_amount=price.amount,
        price_currency=price.currency,
        category=_held(category_id),
        is_active=is_active,
        created_at=now,
        updated_at=now,
    )
    with _no_other_has(Sku(row.sku)):
        row.save(force_insert=True)
    product = row.to_dto()
    signals.product_created.publish(
        signals.ProductCreated(
            product_id=product.id,
            sku=product.sku,
            product_name=name,
            price=price,
            category_id=category_id,
            occurred_at=now,
        )
    )
    return product


@unit_of_work
def update_product(
    *,
    product_id: ProductId,
    sku: str | None = None,
    name: str | None = None,
    description: str | None = None,
    price: Money | None = None,
    category_id: CategoryId | None = None,
    is_active: bool | None = None,
    expected_version: int | None = None,
    now: datetime,
) -> dto.Product:
    """Change what is given; the slug stays, so that addresses do, and so does the SKU.

    Raises ProductNotFound, SkuFixed, PriceNotPositive, UnknownCategory, Stale.
    """
    row = _locked_product(product_id)
    check_version(expected=expected_version, actual=row.version)
    if sku is not None and domain.normalised_sku(sku) != row.sku:
        raise SkuFixed(sku=Sku(row.sku))
    if category_id is not None and category_id != row.category_id:
        _held(category_id)
    old_price = row.price
    if price is not None:
        domain.check_price(price)
        row.price = price
    changed = _take_over(row, name=name, description=description, category_id=category_id, is_active=is_active)
    if changed or row.price != old_price:
        _save(row, now)
    _tell_changes(row, changed, old_price, now)
    return row.to_dto()


@unit_of_work
def delete_product(*, product_id: ProductId, expected_version: int | None = None, now: datetime) -> None:
    """Take a product out of the catalogue for good. Raises ProductNotFound, Stale.

    The row stays as an archive, so that its SKU is never given to other goods while stock, orders and invoices name it;
    it leaves its category, so that an empty one can be deleted.
    """
    row = _locked_product(product_id)
    check_version(expected=expected_version, actual=row.version)
    row.category, row.is_active, row.deleted_at = None, False, now
    _save(row, now)
    signals.product_deleted.publish(signals.ProductDeleted(product_id=product_id, sku=Sku(row.sku), occurred_at=now))


@unit_of_work
def create_category(
    *, name: str, parent_id: CategoryId | None = None, description: str = "", now: datetime
) -> dto.Category:
    """Add a category at the top or within another. Raises UnknownParent."""
    models.Category.lock_tree()
    _check_parent(parent_id)
    row = models.Category(
        name=name,
        slug=_free_slug(name),
        description=description,
        parent_id=parent_id,
        created_at=now,
        updated_at=now,
    )
    row.save(force_insert=True)
    signals.category_created.publish(
        signals.CategoryCreated(
            category_id=CategoryId(row.id), category_name=name, slug=row.slug, parent_id=parent_id, occurred_at=now
        )
    )
    return row.to_dto()


@unit_of_work
def update_category(
    *,
    category_id: CategoryId,
    name: str | None = None,
    description: str | None = None,
    parent_id: CategoryId | Keep | None = KEEP,
    expected_version: int | None = None,
    now: datetime,
) -> dto.Category:
    """Rename, describe or move a category with all below it; its slug stays, so that addresses do.

    Raises CategoryNotFound, UnknownParent, CategoryCycle, Stale.
    """
    models.Category.lock_tree()
    row = fetch(models.Category, category_id, missing=lambda: CategoryNotFound(category_id=category_id))
    check_version(expected=expected_version, actual=row.version)
    changed = _take_over(row, name=name, description=description)
    if parent_id is not KEEP and parent_id != row.parent_id:
        _check_parent(parent_id)
        domain.check_move(row.name, parent_id, row.branch())
        row.parent_id = parent_id
        changed = (*changed, "parent_id")
    if changed:
        _save(row, now)
        signals.category_updated.publish(
            signals.CategoryUpdated(
                category_id=category_id,
                category_name=row.name,
                slug=row.slug,
                parent_id=row.to_dto().parent_id,
                changed=changed,
                occurred_at=now,
            )
        )
    return row.to_dto()


@unit_of_work
def delete_category(*, category_id: CategoryId, expected_version: int | None = None) -> None:
    """Remove an empty category. Raises CategoryNotFound, CategoryNotEmpty, Stale."""
    models.Category.lock_tree()
    # Waits for those who are just putting a product here, and sees it then.
    row = models.Category.objects.select_for_update().filter(id=category_id).first()
    if row is None:
        raise CategoryNotFound(category_id=category_id)
    check_version(expected=expected_version, actual=row.version)
    if row.products.exists() or row.children.exists():
        raise CategoryNotEmpty(name=row.name)
    row.delete()


def _locked_product(product_id: ProductId) -> models.Product:
    row = lock(models.Product, product_id, missing=lambda: ProductNotFound(product_id=product_id))
    if row.deleted_at is not None:
        raise ProductNotFound(product_id=product_id)
    return row


def _held(category_id: CategoryId) -> models.Category:
    category = models.Category.hold(category_id)
    if category is None:
        raise UnknownCategory(category_id=category_id)
    return category


def _check_parent(parent_id: CategoryId | None) -> None:
    if parent_id is not None and not models.Category.objects.filter(id=parent_id).exists():
        raise UnknownParent(parent_id=parent_id)


def _free_slug(name: str) -> str:
    taken = models.Category.objects.filter(slug__startswith=domain.slug(name)).values_list("slug", flat=True)
    return domain.free_slug(name, set(taken))


def _take_over(row: orm.Model, **wanted: Any) -> tuple[str, ...]:
    """Set what is wanted and differs; the names of what has changed."""
    changed = tuple(name for name, value in wanted.items() if value is not None and value != getattr(row, name))
    for name in changed:
        setattr(row, name, wanted[name])
    return changed


def _save(row: models.Product | models.Category, now: datetime) -> None:
    row.version += 1
    row.updated_at = now
    row.save(force_update=True)


def _tell_changes(row: models.Product, changed: tuple[str, ...], old_price: Money, now: datetime) -> None:
    product = row.to_dto()
    if product.price != old_price:
        signals.price_changed.publish(
            signals.PriceChanged(
                product_id=product.id, sku=product.sku, old=old_price, new=product.price, occurred_at=now
            )
        )
    if changed:
        signals.product_updated.publish(
            signals.ProductUpdated(
                product_id=product.id,
                sku=product.sku,
                product_name=product.name,
                category_id=product.category.id,
                is_active=product.is_active,
                changed=changed,
                occurred_at=now,
            )
        )


@contextmanager
def _no_other_has(sku: Sku) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if sqlstate(error) != _UNIQUE_VIOLATION:
            raise
        raise SkuTaken(sku=sku) from None
