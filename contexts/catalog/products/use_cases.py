"""What can be done to products."""

from datetime import datetime

from contexts.catalog.categories.domain import slug
from contexts.catalog.categories.models import Category
from contexts.catalog.products import domain, dto, models, queries, signals
from contexts.catalog.products.errors import ProductNotFound, SkuFixed, SkuTaken, UnknownCategory
from contexts.catalog.search import use_cases as search
from gotuto.db import lock, unique, unit_of_work
from gotuto.db.changes import save_next_version, set_changed
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.money import Money
from gotuto.paging import Page, PageRequest
from gotuto.tax_classes import TaxClass


def look_for_products(
    *, filters: dto.ProductFilter, for_sale_only: bool, page: PageRequest, facets: bool = False, now: datetime
) -> Page[dto.Product]:
    """The products of a list; a question in words that finds nothing is remembered for whoever looks after synonyms.

    Raises UnknownOrdering, InvalidCursor.
    """
    found = queries.list_products(filters=filters, for_sale_only=for_sale_only, page=page, facets=facets)
    if filters.search and not found.items and filters == dto.ProductFilter(search=filters.search):
        search.note_miss(question=filters.search, now=now)
    return found


@unit_of_work
def create_product(
    *,
    sku: str,
    name: str,
    price: Money,
    category_id: CategoryId,
    description: str = "",
    tax_class: TaxClass = TaxClass.STANDARD,
    is_active: bool = True,
    now: datetime,
) -> dto.Product:
    """Add a product to a category. Raises InvalidSku, SkuTaken, PriceNotPositive, UnknownCategory."""
    domain.check_price(price)
    row = models.Product(
        sku=domain.normalised_sku(sku),
        name=name,
        slug=slug(name),
        description=description,
        price_amount=price.amount,
        price_currency=price.currency,
        category=_shared_category(category_id),
        tax_class=tax_class.value,
        is_active=is_active,
        created_at=now,
        updated_at=now,
    )
    with unique(SkuTaken(sku=Sku(row.sku))):
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
    tax_class: TaxClass | None = None,
    is_active: bool | None = None,
    expected_version: ExpectedVersion = None,
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
        _shared_category(category_id)
    old_price = row.price
    if price is not None and price != old_price:
        domain.check_price(price)
        row.price = price
    changed = set_changed(
        row,
        name=name,
        description=description,
        category_id=category_id,
        tax_class=tax_class,
        is_active=is_active,
    )
    if changed or row.price != old_price:
        save_next_version(row, now=now)
    _tell_changes(row, changed, old_price, now)
    return row.to_dto()


@unit_of_work
def delete_product(*, product_id: ProductId, expected_version: ExpectedVersion = None, now: datetime) -> None:
    """Take a product out of the catalogue for good. Raises ProductNotFound, Stale.

    The row stays as an archive, so that its SKU is never given to other goods while stock, orders and invoices name it;
    it leaves its category, so that an empty one can be deleted.
    """
    row = _locked_product(product_id)
    check_version(expected=expected_version, actual=row.version)
    row.category, row.is_active, row.deleted_at = None, False, now
    save_next_version(row, now=now)
    signals.product_deleted.publish(signals.ProductDeleted(product_id=product_id, sku=Sku(row.sku), occurred_at=now))


def _locked_product(product_id: ProductId) -> models.Product:
    row = lock(models.Product, product_id, missing=lambda: ProductNotFound(product_id=product_id))
    if row.deleted_at is not None:
        raise ProductNotFound(product_id=product_id)
    return row


def _shared_category(category_id: CategoryId) -> Category:
    category = Category.lock_for_share(category_id)
    if category is None:
        raise UnknownCategory(category_id=category_id)
    return category


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
