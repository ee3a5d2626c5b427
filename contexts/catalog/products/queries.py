"""Questions about products; each is one statement."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from contexts.catalog.attributes.facets import BY_ATTRIBUTE
from contexts.catalog.attributes.reading import described
from contexts.catalog.categories.models import BRANCH_OF_SLUG
from contexts.catalog.offers.domain.skus import normalised_sku
from contexts.catalog.offers.reading import as_listed
from contexts.catalog.products import dto, models
from contexts.catalog.products.errors import ProductNotFound
from contexts.catalog.products.statements import FOR_SALE, IN_CATALOGUE, LISTED, SOURCE
from contexts.catalog.search import queries as search
from contexts.catalog.search import reading
from contexts.catalog.search.dto import Facets
from contexts.catalog.search.facets import COUNTED, count
from contexts.catalog.spoken import statements as said
from gotuto.db import fetch, fetch_one_as
from gotuto.db.keyset import Instant, Selection
from gotuto.db.listing import Condition, Listing
from gotuto.ids import ProductId
from gotuto.paging import Page, PageRequest

_IN_BRANCH = f"product.category_id IN ({BRANCH_OF_SLUG})"

_PRODUCT = f"SELECT {LISTED} FROM {SOURCE} WHERE {IN_CATALOGUE}"  # noqa: S608  no values

# Two look-ups by index; an OR of both would read all products.
_NAMED_BY = """
product.id IN (SELECT id FROM catalog_product WHERE {column} = %({column})s
               UNION ALL SELECT product_id FROM catalog_variant WHERE deleted_at IS NULL AND {column} = %({column})s)
"""

_BY_SKU = f"{_PRODUCT} AND {_NAMED_BY.format(column='sku')} LIMIT 1"

# By amount within each currency: 100 yen are not more than 12.50 euros.
_PRICE = "product.price_currency, product.price_amount"
_SORTABLE = {"product.name": str, _PRICE: tuple[str, Decimal], "product.created_at": Instant}


PRODUCTS = Listing(
    filters=dto.ProductFilter,
    # Where nothing is searched, nothing is more relevant than anything else.
    orderings={
        "name": "product.name",
        "price": _PRICE,
        "created_at": "product.created_at",
        "relevance": "product.name",
    },
    default="name",
    columns={
        "price": "product.price_amount",
        "updated_since": "product.updated_at",
    },
    special={
        "is_active": lambda is_active: Condition(FOR_SALE if is_active else f"NOT {FOR_SALE}"),
        "in_stock": lambda is_there: Condition("product.in_stock" if is_there else "product.in_stock IS NOT TRUE"),
        "category": lambda slug: Condition(_IN_BRANCH, {"category": slug}),
        # What was found is where the list is read from.
        "search": lambda _: Condition("true"),
        # It narrows nothing.
        "currency": lambda _: Condition("true"),
        # By what is declared, which is looked up before.
        "attr": lambda _: Condition("true"),
        "slug": lambda slug: Condition(said.BY_SLUG, {"slug": slug}),
        "sku": lambda sku: Condition(_NAMED_BY.format(column="sku"), {"sku": sku}),
        "gtin": lambda gtin: Condition(_NAMED_BY.format(column="gtin"), {"gtin": gtin}),
    },
    counted_as=Facets,
)
_SEARCHED = replace(PRODUCTS, orderings={**PRODUCTS.orderings, "relevance": reading.DISTANCE}, default="relevance")
_CATALOGUE = Selection(
    id="product.id",
    hydrates=dto.Product,
    columns=LISTED,
    source=SOURCE,
    conditions=[IN_CATALOGUE],
    parameters={},
    sortable=_SORTABLE,
)


def get_archived_product(*, product_id: ProductId) -> dto.ArchivedProduct:
    """A product that has left the catalogue. Raises ProductNotFound."""
    row = fetch(models.Product, product_id, missing=lambda: ProductNotFound(product_id=product_id))
    if row.deleted_at is None:
        raise ProductNotFound(product_id=product_id)
    return row.to_archived()


def get_product_by_sku(*, sku: str) -> dto.Product:
    """The product that the SKU names, or whose variant it names, for sale or not. Raises ProductNotFound, InvalidSku."""
    normalised = normalised_sku(sku)
    product = fetch_one_as(dto.Product, _BY_SKU, {"sku": normalised})
    if product is None:
        raise ProductNotFound(sku=normalised)
    return product


def list_products(
    *,
    filters: dto.ProductFilter,
    for_sale_only: bool,
    page: PageRequest,
    facets: bool = False,
    languages: Sequence[str] = (),
    language: str = "",
    customer_group: str = "",
) -> Page[dto.Product]:
    """Products by name, price, age or relevance; a category includes all below it.

    A search wants every word, in any form, or how it begins, and forgives typing errors. Raises AttributeFilterUnknown,
    UnknownOrdering, InvalidCursor.
    """
    seen = replace(filters, is_active=True) if for_sale_only else filters
    asked = described(filters.attr or {}, up_to=COUNTED if facets else 0)
    listing, rows, counted = PRODUCTS, asked.of(_CATALOGUE), asked.of(_CATALOGUE, few=COUNTED)
    rows = replace(
        said.speaking(rows, language), narrowed=reading.narrowed(seen.category, seen.price, seen.updated_since)
    )
    best = rows
    if filters.search:
        matches = search.find(question=search.understand(question=filters.search))
        by_relevance = page.ordering.removeprefix("-") in ("", "relevance")
        best = reading.ranked(rows, matches) if by_relevance else reading.found(rows, matches)
        listing, counted = _SEARCHED, reading.found(counted, matches)
    found = listing.page(best, filters=seen, page=page, to_dto=_as_it_is)
    currency = (filters.currency or "").upper()
    shown = as_listed(products=found.items, currency=currency, customer_group=customer_group)
    found = replace(found, items=tuple(shown))
    if not facets:
        return found
    # What many ask alike is kept: a category as a whole, and what there is of it.
    is_browsed = seen == dto.ProductFilter(category=seen.category, is_active=seen.is_active, in_stock=seen.in_stock)
    question = (seen.category, seen.is_active, seen.in_stock) if is_browsed else None
    selected = PRODUCTS.selected(counted, filters=seen)
    return replace(found, facets=count(selected, (BY_ATTRIBUTE,), languages, language=language, kept_as=question))


def _as_it_is(product: dto.Product) -> dto.Product:
    return product
