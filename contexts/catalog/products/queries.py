"""Questions about products; each is one statement."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from contexts.catalog.categories.models import BRANCH_OF_SLUG
from contexts.catalog.products import dto, models
from contexts.catalog.products.domain import offers
from contexts.catalog.products.errors import ProductNotFound
from contexts.catalog.search import queries as search
from contexts.catalog.search import reading
from contexts.catalog.search.dto import Facets
from contexts.catalog.search.facets import count
from gotuto.db import fetch_all, fetch_as, fetch_one_as, select_list
from gotuto.db.keyset import Instant, Selection
from gotuto.db.listing import Condition, Listing
from gotuto.ids import ProductId, Sku
from gotuto.paging import Page, PageRequest

_COLUMNS = select_list(dto.Product, "product", category="category")

# Every product of the catalogue has a category; LEFT lets a list begin with the products, which its index has in order.
_SOURCE = "catalog_product AS product LEFT JOIN catalog_category AS category ON category.id = product.category_id"

_IN_CATALOGUE = "product.deleted_at IS NULL"

_FOR_SALE = "product.is_active"

_IN_BRANCH = f"product.category_id IN ({BRANCH_OF_SLUG})"

_PRODUCT = f"SELECT {_COLUMNS} FROM {_SOURCE} WHERE {_IN_CATALOGUE}"  # noqa: S608  no values

_VARIANT = """
json_build_object(
    'sku', {sold}.sku, 'name', {sold}.name, 'options', {options}, 'gtin', {sold}.gtin, 'is_active', {sold}.is_active,
    'price', json_build_object('amount', {sold}.price_amount::text, 'currency', {sold}.price_currency),
    'weight_grams', {sold}.weight_grams, 'length_mm', {sold}.length_mm, 'width_mm', {sold}.width_mm,
    'height_mm', {sold}.height_mm)
"""

_ITSELF, _EACH = (
    _VARIANT.format(sold="product", options="'{}'::json"),
    _VARIANT.format(sold="variant", options="variant.options"),
)

# What is not for sale is hidden from those who ask for what is.
_VARIANTS = f"""
CASE WHEN product.options = '[]' THEN json_build_array({_ITSELF})
     ELSE (SELECT coalesce(json_agg({_EACH} ORDER BY variant.position), '[]')
           FROM catalog_variant AS variant
           WHERE variant.product_id = product.id AND variant.deleted_at IS NULL AND (variant.is_active OR NOT %(for_sale)s))
END::text AS variants
"""  # noqa: S608  no values

_DETAIL = f"""
SELECT {_COLUMNS}, {_VARIANTS} FROM {_SOURCE}
WHERE {_IN_CATALOGUE} AND product.id = %(id)s AND ({_FOR_SALE} OR NOT %(for_sale)s)
"""  # noqa: S608  no values

# Two look-ups by index; an OR of both would read all products.
_NAMED_BY = """
product.id IN (SELECT id FROM catalog_product WHERE {column} = %({column})s
               UNION ALL SELECT product_id FROM catalog_variant WHERE deleted_at IS NULL AND {column} = %({column})s)
"""

_BY_SKU = f"{_PRODUCT} AND {_NAMED_BY.format(column='sku')} LIMIT 1"

# What has options is sold by its variants only. A product without any is asked for as it always was.
_PRICES = """
SELECT id AS product_product_id, sku AS product_sku, name AS product_name, category_id AS product_category_id,
       price_amount AS product_unit_price_amount, price_currency AS product_unit_price_currency,
       tax_class AS product_tax_class, is_active
FROM catalog_product
WHERE deleted_at IS NULL AND options = '[]' AND sku = ANY(%(skus)s::text[])
UNION ALL
SELECT product.id, variant.sku, variant.name, product.category_id, variant.price_amount, variant.price_currency,
       product.tax_class, variant.is_active AND product.is_active
FROM catalog_variant AS variant JOIN catalog_product AS product ON product.id = variant.product_id
WHERE variant.deleted_at IS NULL AND variant.sku = ANY(%(skus)s::text[])
"""

_ON_SALE = f"SELECT product_sku FROM ({_PRICES}) AS offer WHERE is_active"  # noqa: S608  no values

_NAMES = """
SELECT sku, name FROM catalog_product WHERE sku = ANY(%(skus)s::text[])
UNION ALL
SELECT sku, name FROM catalog_variant WHERE sku = ANY(%(skus)s::text[])
"""

_OF_CATEGORY = f"""
SELECT product.sku FROM catalog_product AS product WHERE {_IN_CATALOGUE} AND {_IN_BRANCH}
ORDER BY product.sku LIMIT %(most)s
"""  # noqa: S608  no values

# By amount within each currency: 100 yen are not more than 12.50 euros.
_PRICE = "product.price_currency, product.price_amount"
_SORTABLE = {"product.name": str, _PRICE: tuple[str, Decimal], "product.created_at": Instant}


@dataclass(frozen=True, kw_only=True)
class _Offer:
    product: dto.PricedProduct
    is_active: bool


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
        "slug": "product.slug",
        "updated_since": "product.updated_at",
    },
    special={
        "is_active": lambda is_active: Condition(_FOR_SALE if is_active else f"NOT {_FOR_SALE}"),
        "category": lambda slug: Condition(_IN_BRANCH, {"category": slug}),
        # What was found is where the list is read from.
        "search": lambda _: Condition("true"),
        "sku": lambda sku: Condition(_NAMED_BY.format(column="sku"), {"sku": sku}),
        "gtin": lambda gtin: Condition(_NAMED_BY.format(column="gtin"), {"gtin": gtin}),
    },
    counted_as=Facets,
)
_SEARCHED = replace(PRODUCTS, orderings={**PRODUCTS.orderings, "relevance": reading.DISTANCE}, default="relevance")
_CATALOGUE = Selection(
    id="product.id",
    hydrates=dto.Product,
    columns=_COLUMNS,
    source=_SOURCE,
    conditions=[_IN_CATALOGUE],
    parameters={},
    sortable=_SORTABLE,
)


def get_product(*, product_id: ProductId, for_sale_only: bool) -> dto.ProductDetail:
    """A product of the catalogue; `for_sale_only` hides what is inactive. Raises ProductNotFound."""
    product = fetch_one_as(dto.ProductDetail, _DETAIL, {"id": product_id, "for_sale": for_sale_only})
    if product is None:
        raise ProductNotFound(product_id=product_id)
    return product


def get_product_by_sku(*, sku: str) -> dto.Product:
    """The product that the SKU names, or whose variant it names, for sale or not. Raises ProductNotFound, InvalidSku."""
    normalised = offers.normalised_sku(sku)
    product = fetch_one_as(dto.Product, _BY_SKU, {"sku": normalised})
    if product is None:
        raise ProductNotFound(sku=normalised)
    return product


def list_products(
    *, filters: dto.ProductFilter, for_sale_only: bool, page: PageRequest, facets: bool = False
) -> Page[dto.Product]:
    """Products by name, price, age or relevance; a category includes all below it.

    A search wants every word, in any form, or how it begins, and forgives typing errors.
    """
    seen = replace(filters, is_active=True) if for_sale_only else filters
    if not filters.search:
        found = PRODUCTS.page(_CATALOGUE, filters=seen, page=page, to_dto=_as_it_is)
        return replace(found, facets=count(PRODUCTS.selected(_CATALOGUE, filters=seen))) if facets else found
    matches = search.find(question=search.understand(question=filters.search))
    rows = reading.found(_CATALOGUE, matches)
    by_relevance = page.ordering.removeprefix("-") in ("", "relevance")
    best = reading.ranked(_CATALOGUE, matches) if by_relevance else rows
    found = _SEARCHED.page(best, filters=seen, page=page, to_dto=_as_it_is)
    return replace(found, facets=count(PRODUCTS.selected(rows, filters=seen))) if facets else found


def price_products(*, skus: Sequence[str], currency: str | None = None) -> tuple[dto.PricedProduct, ...]:
    """What these goods are called and cost now, each once, in the order asked for.

    Raises ProductNotFound or ProductNotForSale, naming the SKU; also for a product in another currency than the wanted one.
    """
    wanted = list(dict.fromkeys(offers.normalised_sku(sku) for sku in skus))
    found = {offer.product.sku: offer for offer in fetch_as(_Offer, _PRICES, {"skus": wanted})}
    return tuple(_priced(sku, found.get(sku), currency) for sku in wanted)


def skus_of_category(*, category: str, most: int) -> tuple[Sku, ...]:
    """The SKUs of a category, by its slug, with all below it; at most so many, and none of a category that nobody knows."""
    return tuple(Sku(sku) for (sku,) in fetch_all(_OF_CATEGORY, {"category": category, "most": most}))


def skus_for_sale(*, skus: Sequence[Sku]) -> frozenset[Sku]:
    """Those of the SKUs that name a product which is for sale."""
    return frozenset(Sku(sku) for (sku,) in fetch_all(_ON_SALE, {"skus": list(skus)}))


def names_of(skus: Collection[str]) -> dict[str, str]:
    """What the goods of these SKUs are called, also those that are in the catalogue no more."""
    return dict(fetch_all(_NAMES, {"skus": list(skus)}))


def find_skus(words: str, most: int) -> list[str]:
    """The SKUs of the products, or of their variants, that these words mean."""
    found = models.Product.objects.filter(reading.condition(search.find(question=search.understand(question=words))))
    rows = found.order_by("sku", "variants__position").values_list("sku", "variants__sku")[:most]
    return [variant or sku for sku, variant in rows]


def _as_it_is(product: dto.Product) -> dto.Product:
    return product


def _priced(sku: Sku, offer: _Offer | None, currency: str | None) -> dto.PricedProduct:
    if offer is None:
        raise ProductNotFound(sku=sku)
    offers.check_for_sale(offer.product, is_active=offer.is_active, currency=currency)
    return offer.product
