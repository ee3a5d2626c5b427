"""The detail of a product: one statement, whatever can be bought of it.

Without options a product is sold itself. That variant is made here of what was read of the product, so that most details ask
PostgreSQL to write nothing twice.
"""

from dataclasses import dataclass, fields

from contexts.catalog.offers.dto import Measures, Variant
from contexts.catalog.offers.reading import as_listed
from contexts.catalog.offers.statements import variants_in_json
from contexts.catalog.products import dto
from contexts.catalog.products.errors import ProductNotFound
from contexts.catalog.products.statements import COLUMNS, FOR_SALE, IN_CATALOGUE, SOURCE
from contexts.catalog.spoken import statements as said
from gotuto.db import fetch_one_as, select_list
from gotuto.ids import ProductId

# Those without any, which are most, look nothing up.
_ATTRIBUTES = """
CASE WHEN product.attributes = '{}' THEN '{}'
     ELSE catalog_attributes_told(product.category_id, product.attributes)::text END AS attributes
"""


def _detail(variants: str, more: str = "", joined: str = "") -> str:
    return f"""
SELECT {COLUMNS}, {select_list(Measures, "product")}, product.gtin, {_ATTRIBUTES}, {variants} AS variants {more} FROM {SOURCE} {joined}
WHERE {IN_CATALOGUE} AND product.id = %(id)s AND ({FOR_SALE} OR NOT %(for_sale)s)
"""  # noqa: S608  no values


_AS_IT_IS = _detail(variants_in_json("variant.name", "variant.options"))
_SAID = _detail(
    variants_in_json(said.VARIANT_NAME, said.VARIANT_OPTIONS), f", {said.COLUMNS}", f"{said.PRODUCT} {said.SHELF}"
)


@dataclass(frozen=True, kw_only=True)
class _Read(dto.ProductDetail, Measures):
    """A product, and what it is as the only variant of itself."""

    gtin: str


_OF_PRODUCT = [field.name for field in fields(dto.ProductDetail)]
_OF_VARIANT = [field.name for field in fields(Variant) if field.name != "options"]


def get_product(
    *, product_id: ProductId, for_sale_only: bool, language: str = "", currency: str = "", customer_group: str = ""
) -> dto.ProductDetail:
    """A product told in a language, at what lists ask in a currency or of a group of customers. Raises ProductNotFound."""
    asked = {"id": product_id, "for_sale": for_sale_only, **({"language": language} if language else {})}
    product = fetch_one_as(_Read, _SAID if language else _AS_IT_IS, asked)
    if product is None:
        raise ProductNotFound(product_id=product_id)
    return as_listed(products=[_told(product)], currency=currency.upper(), customer_group=customer_group)[0]


def _told(product: _Read) -> dto.ProductDetail:
    told = {name: getattr(product, name) for name in _OF_PRODUCT}
    if not product.options:
        told["variants"] = (Variant(options={}, **{name: getattr(product, name) for name in _OF_VARIANT}),)
    return dto.ProductDetail(**told)
