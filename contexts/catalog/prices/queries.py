"""Questions about prices: what is asked now, was asked before, and will be asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from contexts.catalog.offers.domain.asking import asked
from contexts.catalog.offers.domain.skus import normalised_sku
from contexts.catalog.offers.statements import OF_PRODUCT, OF_VARIANT, unit_price
from contexts.catalog.prices import dto, models, statements
from contexts.catalog.prices.domain import selling
from contexts.catalog.prices.errors import PriceNotFound
from contexts.catalog.products.dto import PricedProduct
from contexts.catalog.products.errors import ProductNotFound
from gotuto.db import fetch_all, fetch_as
from gotuto.db.listing import Listing
from gotuto.ids import ProductId, Sku
from gotuto.money import Money
from gotuto.paging import Page, PageRequest
from gotuto.text.codes import normalised_code

# In their own currency goods cost what they wear, and no list is asked, unless it is of the buyer's group.
_LISTED = """
CASE WHEN {of}.price_currency <> %(currency)s::text OR %(group)s::text <> ''
     THEN catalog_price_listed({of}.sku, {of}.price_currency, %(currency)s::text, %(group)s::text, statement_timestamp())
END AS listed
"""

# What has options is sold by its variants only. A product without any is asked for as it always was.
_OFFERS = f"""
SELECT product.id AS product_product_id, product.sku AS product_sku, product.name AS product_name,
       product.category_id AS product_category_id, {unit_price("product", OF_PRODUCT)},
       product.tax_class AS product_tax_class, product.is_active, {_LISTED.format(of="product")}
FROM catalog_product AS product
WHERE product.deleted_at IS NULL AND product.options = '[]' AND product.sku = ANY(%(skus)s::text[])
UNION ALL
SELECT product.id, variant.sku, variant.name, product.category_id, {unit_price("variant", OF_VARIANT)},
       product.tax_class, variant.is_active AND product.is_active, {_LISTED.format(of="variant")}
FROM catalog_variant AS variant JOIN catalog_product AS product ON product.id = variant.product_id
WHERE variant.deleted_at IS NULL AND variant.sku = ANY(%(skus)s::text[])
"""  # noqa: S608  no values

_ON_SALE = f"SELECT product_sku FROM ({_OFFERS}) AS offer WHERE is_active"  # noqa: S608  no values


@dataclass(frozen=True, kw_only=True)
class _Offer:
    product: PricedProduct
    is_active: bool
    listed: Decimal | None


PRICES = Listing(
    filters=dto.PriceFilter,
    orderings={"valid_from": "valid_from"},
    default="-valid_from",
    special={"price_list": lambda code: Q(price_list=normalised_code(code))},
)


def list_prices(*, product_id: ProductId, filters: dto.PriceFilter, page: PageRequest) -> Page[dto.Price]:
    """What was entered of a product and of its variants, the latest first. Raises ProductNotFound, InvalidCursor, UnknownOrdering."""
    skus = [one.sku for one in statements.goods_of_products([product_id])]
    if not skus:
        raise ProductNotFound(product_id=product_id)
    rows = models.shown_entries().filter(sku__in=skus)
    return PRICES.page(rows, filters=filters, page=page, to_dto=models.PriceEntry.to_dto, within=product_id)


def get_price(*, price_id: UUID) -> dto.Price:
    """An entry of the ledger. Raises PriceNotFound."""
    row = models.shown_entries().filter(id=price_id).first()
    if row is None:
        raise PriceNotFound(price_id=price_id)
    return row.to_dto()


def price_products(
    *, skus: Sequence[str], currency: str | None = None, customer_group: str = ""
) -> tuple[PricedProduct, ...]:
    """What these goods are called and cost now, each once, in the order asked for; in a currency, also by a group's list.

    Raises ProductNotFound or ProductNotForSale, naming the SKU; also for a product that costs nothing in the wanted
    currency: neither is it its own, nor has an active list in it a price that holds.
    """
    wanted = list(dict.fromkeys(normalised_sku(sku) for sku in skus))
    offered = {"skus": wanted, "currency": currency, "group": customer_group}
    found = {offer.product.sku: offer for offer in fetch_as(_Offer, _OFFERS, offered)}
    return tuple(_priced(sku, found.get(sku), currency) for sku in wanted)


def skus_for_sale(*, skus: Sequence[Sku]) -> frozenset[Sku]:
    """Those of the SKUs that name a product which is for sale."""
    return frozenset(Sku(sku) for (sku,) in fetch_all(_ON_SALE, {"skus": list(skus), "currency": None, "group": ""}))


def _priced(sku: Sku, offer: _Offer | None, currency: str | None) -> PricedProduct:
    if offer is None:
        raise ProductNotFound(sku=sku)
    product = offer.product
    if currency is not None and offer.listed is not None:
        product = replace(product, unit_price=asked(own=product.unit_price, listed=Money(offer.listed, currency)))
    selling.check_for_sale(product, is_active=offer.is_active, currency=currency)
    return product
