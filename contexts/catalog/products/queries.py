"""Questions about products; each is one statement."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from contexts.catalog.categories.models import BRANCH_OF_SLUG
from contexts.catalog.products import domain, dto, models
from contexts.catalog.products.errors import ProductNotFound
from gotuto import search as words
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

_FOUND = "product.searched @@ to_tsquery('simple'::regconfig, %(search)s)"

_PRODUCT = f"SELECT {_COLUMNS} FROM {_SOURCE} WHERE {_IN_CATALOGUE}"  # noqa: S608  no values

_BY_ID = f"{_PRODUCT} AND product.id = %s"

_BY_ID_FOR_SALE = f"{_BY_ID} AND {_FOR_SALE}"

_BY_SKU = f"{_PRODUCT} AND product.sku = %s"

_PRICES = """
SELECT id AS product_product_id, sku AS product_sku, name AS product_name, category_id AS product_category_id,
       price_amount AS product_unit_price_amount, price_currency AS product_unit_price_currency,
       tax_class AS product_tax_class, is_active
FROM catalog_product
WHERE deleted_at IS NULL AND sku = ANY(%s::text[])
"""

_ON_SALE = "SELECT sku FROM catalog_product WHERE deleted_at IS NULL AND is_active AND sku = ANY(%s::text[])"

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


def _found(search: str) -> Condition:
    if not search:
        return Condition("true")
    phrases = words.phrases(search)
    # Punctuation is found nowhere: who looks for it gets nothing, and not everything.
    return Condition(_FOUND, {"search": words.tsquery(phrases)}) if phrases else Condition("false")


PRODUCTS = Listing(
    filters=dto.ProductFilter,
    orderings={"name": "product.name", "price": _PRICE, "created_at": "product.created_at"},
    default="name",
    columns={
        "price": "product.price_amount",
        "sku": "product.sku",
        "slug": "product.slug",
        "updated_since": "product.updated_at",
    },
    special={
        "is_active": lambda is_active: Condition(_FOR_SALE if is_active else f"NOT {_FOR_SALE}"),
        "category": lambda slug: Condition(_IN_BRANCH, {"category": slug}),
        "search": _found,
    },
)
_CATALOGUE = Selection(
    id="product.id",
    hydrates=dto.Product,
    columns=_COLUMNS,
    source=_SOURCE,
    conditions=[_IN_CATALOGUE],
    parameters={},
    sortable=_SORTABLE,
)


def get_product(*, product_id: ProductId, for_sale_only: bool) -> dto.Product:
    """A product of the catalogue; `for_sale_only` hides inactive ones. Raises ProductNotFound."""
    product = fetch_one_as(dto.Product, _BY_ID_FOR_SALE if for_sale_only else _BY_ID, [product_id])
    if product is None:
        raise ProductNotFound(product_id=product_id)
    return product


def get_product_by_sku(*, sku: str) -> dto.Product:
    """The product that the SKU names, for sale or not. Raises ProductNotFound, InvalidSku."""
    normalised = domain.normalised_sku(sku)
    product = fetch_one_as(dto.Product, _BY_SKU, [normalised])
    if product is None:
        raise ProductNotFound(sku=normalised)
    return product


def list_products(*, filters: dto.ProductFilter, for_sale_only: bool, page: PageRequest) -> Page[dto.Product]:
    """Products by name, price or age; a category includes all below it, a search wants every word, or how it begins."""
    seen = replace(filters, is_active=True) if for_sale_only else filters
    return PRODUCTS.page(_CATALOGUE, filters=seen, page=page, to_dto=_as_it_is)


def price_products(*, skus: Sequence[str], currency: str | None = None) -> tuple[dto.PricedProduct, ...]:
    """What these goods are called and cost now, each once, in the order asked for.

    Raises ProductNotFound or ProductNotForSale, naming the SKU; also for a product in another currency than the wanted one.
    """
    wanted = list(dict.fromkeys(domain.normalised_sku(sku) for sku in skus))
    found = {offer.product.sku: offer for offer in fetch_as(_Offer, _PRICES, [wanted])}
    return tuple(_priced(sku, found.get(sku), currency) for sku in wanted)


def skus_of_category(*, category: str, most: int) -> tuple[Sku, ...]:
    """The SKUs of a category, by its slug, with all below it; at most so many, and none of a category that nobody knows."""
    return tuple(Sku(sku) for (sku,) in fetch_all(_OF_CATEGORY, {"category": category, "most": most}))


def skus_for_sale(*, skus: Sequence[Sku]) -> frozenset[Sku]:
    """Those of the SKUs that name a product which is for sale."""
    return frozenset(Sku(sku) for (sku,) in fetch_all(_ON_SALE, [list(skus)]))


def names_of(skus: Collection[str]) -> dict[str, str]:
    """What the goods of these SKUs are called, also those that are in the catalogue no more."""
    return dict(models.Product.objects.filter(sku__in=skus).values_list("sku", "name"))


def find_skus(search: str, most: int) -> list[str]:
    """The SKUs of the products that these words name."""
    found = models.Product.objects.with_phrases(words.phrases(search))
    return list(found.order_by("sku").values_list("sku", flat=True)[:most])


def _as_it_is(product: dto.Product) -> dto.Product:
    return product


def _priced(sku: Sku, offer: _Offer | None, currency: str | None) -> dto.PricedProduct:
    if offer is None:
        raise ProductNotFound(sku=sku)
    domain.check_for_sale(offer.product, is_active=offer.is_active, currency=currency)
    return offer.product
