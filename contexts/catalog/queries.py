"""What can be read of the catalogue; each function is one statement."""

from collections.abc import Sequence
from typing import Any

from contexts.catalog import domain, dto, models
from contexts.catalog.errors import CategoryNotFound, ProductNotFound
from gotuto.db import fetch, paginate
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.money import Money
from gotuto.paging import Page, PageRequest

_COLUMNS = (
    "id",
    "sku",
    "name",
    "slug",
    "description",
    "price_amount",
    "price_currency",
    "is_active",
    "version",
    "created_at",
    "category_id",
    "category__name",
    "category__slug",
)


def get_product(*, product_id: ProductId, for_sale_only: bool = False) -> dto.Product:
    """A product of the catalogue; `for_sale_only` hides inactive ones. Raises ProductNotFound."""
    rows = models.Product.objects.in_catalogue().filter(id=product_id)
    if for_sale_only:
        rows = rows.filter(is_active=True)
    row = rows.values_list(*_COLUMNS, named=True).first()
    if row is None:
        raise ProductNotFound(product_id=product_id)
    return _product(row)


def get_product_by_sku(*, sku: str) -> dto.Product:
    """The product that the SKU names, for sale or not. Raises ProductNotFound, InvalidSku."""
    normalised = domain.normalised_sku(sku)
    row = models.Product.objects.in_catalogue().filter(sku=normalised).values_list(*_COLUMNS, named=True).first()
    if row is None:
        raise ProductNotFound(sku=normalised)
    return _product(row)


def list_products(*, filters: dto.ProductFilter, page: PageRequest) -> Page[dto.Product]:
    """Products by name, price or age; a category includes all below it, a search wants every word, or how it begins."""
    rows = models.Product.objects.in_catalogue()
    if filters.is_active is not None:
        rows = rows.filter(is_active=filters.is_active)
    if filters.category is not None:
        rows = rows.in_branch(filters.category)
    if phrases := domain.search_phrases(filters.search or ""):
        rows = rows.with_phrases(phrases)
    return paginate(
        rows.values_list(*_COLUMNS, named=True),
        page,
        orderings={"name": "name", "price": "price_amount", "created_at": "created_at"},
        default="name",
        filters=filters,
        to_dto=_product,
    )


def price_products(*, skus: Sequence[str], currency: str | None = None) -> tuple[dto.PricedProduct, ...]:
    """What these goods are called and cost now, each once, in the order asked for.

    Raises ProductNotFound or ProductNotForSale, naming the SKU; also for a product in another currency than the wanted one.
    """
    wanted = list(dict.fromkeys(domain.normalised_sku(sku) for sku in skus))
    columns = ("sku", "id", "name", "price_amount", "price_currency", "category_id", "is_active")
    rows = models.Product.objects.in_catalogue().filter(sku__in=wanted).values_list(*columns)
    found = {row[0]: row[1:] for row in rows}
    return tuple(_priced(sku, found.get(sku), currency) for sku in wanted)


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


def _product(row: Any) -> dto.Product:
    return dto.Product(
        id=row.id,
        sku=row.sku,
        name=row.name,
        slug=row.slug,
        description=row.description,
        price=Money(row.price_amount, row.price_currency),
        category=dto.CategoryRef(id=row.category_id, name=row.category__name, slug=row.category__slug),
        is_active=row.is_active,
        version=row.version,
    )


def _priced(sku: Sku, row: tuple[Any, ...] | None, currency: str | None) -> dto.PricedProduct:
    if row is None:
        raise ProductNotFound(sku=sku)
    product_id, name, amount, own_currency, category_id, is_active = row
    product = dto.PricedProduct(
        product_id=product_id,
        sku=sku,
        name=name,
        unit_price=Money(amount, own_currency),
        category_id=category_id,
    )
    domain.check_for_sale(product, is_active=is_active, currency=currency)
    return product
