"""Products over HTTP: reading is public, writing needs the role."""

from typing import Annotated, Any, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.catalog.categories.api import CATALOGUE_SECONDS
from contexts.catalog.categories.domain import DESCRIPTION_LENGTH, NAME_LENGTH
from contexts.catalog.categories.dto import CategoryFilter
from contexts.catalog.categories.queries import list_categories
from contexts.catalog.products import dto, queries
from contexts.catalog.products.domain.variants import MOST_OPTIONS, MOST_VALUES, MOST_VARIANTS
from contexts.catalog.products.use_cases import changing, looking, making
from gotuto.http import PUBLIC, Endpoint, ListQuery, again, has_role, if_match, operation, principal
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.money import Money
from gotuto.paging import Page, PageRequest
from gotuto.roles import Role
from gotuto.tax_classes import TaxClass
from gotuto.text import Prose

_WRITERS = has_role(Role.CATALOG)


_Price = Annotated[Money, Meta(description="Gross, greater than zero.")]
Gtin = Annotated[
    str, Meta(max_length=20, description='GTIN-8, -12, -13 or -14; its last digit is checked. "" for none.')
]
Weight = Annotated[int, Meta(ge=1, le=10_000_000)] | None
Millimetres = Annotated[int, Meta(ge=1, le=100_000)] | None


class OptionBody(TypedDict):
    """What a buyer chooses, and the values that there are."""

    name: Annotated[str, Meta(min_length=1, max_length=50)]
    values: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=60)]], Meta(min_length=1, max_length=MOST_VALUES)
    ]


class VariantBody(TypedDict):
    """A variant of a product: one value of each of its options."""

    sku: Sku
    options: Annotated[dict[str, str], Meta(description="The value of each option, by its name.")]
    price: _Price
    gtin: NotRequired[Gtin]
    weight_grams: NotRequired[Weight]
    length_mm: NotRequired[Millimetres]
    width_mm: NotRequired[Millimetres]
    height_mm: NotRequired[Millimetres]
    is_active: NotRequired[bool]


class ProductBody(TypedDict):
    sku: NotRequired[
        Annotated[Sku, Meta(description="Upper and lower case are the same. It never changes and is never used again.")]
    ]
    name: Annotated[str, Meta(max_length=NAME_LENGTH)]
    price: NotRequired[_Price]
    category_id: CategoryId
    description: NotRequired[Annotated[Prose, Meta(max_length=DESCRIPTION_LENGTH)]]
    tax_class: NotRequired[
        Annotated[TaxClass, Meta(description="What rate of value added tax it has; `standard` unless said otherwise.")]
    ]
    gtin: NotRequired[Gtin]
    weight_grams: NotRequired[Weight]
    length_mm: NotRequired[Millimetres]
    width_mm: NotRequired[Millimetres]
    height_mm: NotRequired[Millimetres]
    is_active: NotRequired[Annotated[bool, Meta(description="Whether it is for sale; true unless said otherwise.")]]


class NewProductBody(ProductBody):
    """A product with a `sku` and a `price`, or with `options`, and `variants` that have them."""

    options: NotRequired[Annotated[list[OptionBody], Meta(max_length=MOST_OPTIONS)]]
    variants: NotRequired[Annotated[list[VariantBody], Meta(max_length=MOST_VARIANTS)]]


def new_variant(body: VariantBody) -> dto.NewVariant:
    return dto.NewVariant(**body)


def option(body: OptionBody) -> dto.Option:
    return dto.Option(name=body["name"], values=tuple(body["values"]))


_PRODUCT = {
    "sku": "MATE-250",
    "name": "Mate, 250 g",
    "price": {"amount": "6.90", "currency": "EUR"},
    "category_id": "01934d1c-0000-7000-8000-000000000001",
    "description": "Roasted leaves.",
}


def _product_on_a_shelf(request: Request) -> dict[str, Any] | None:
    found = list_categories(filters=CategoryFilter(), page=PageRequest(size=1)).items
    return {**_PRODUCT, "category_id": str(found[0].id)} if found else None


class Products(Endpoint):
    @operation(allow=PUBLIC, listing=queries.PRODUCTS, returns=Page[dto.Product], max_age=CATALOGUE_SECONDS)
    def get(self, request: Request, *, query: ListQuery[dto.ProductFilter]) -> Page[dto.Product]:
        """Products by name, created_at, relevance or, within each currency, price; staff who see them see what is not for sale."""
        for_sale_only = not principal(request).sees("catalog.product")
        return looking.look_for_products(
            filters=query.filters, for_sale_only=for_sale_only, page=query.page, facets=query.facets, now=timezone.now()
        )

    @operation(
        allow=_WRITERS,
        returns=dto.ProductDetail,
        status=201,
        replay=again(queries.get_product, for_sale_only=lambda request: False),
        example=_PRODUCT,
        living_example=_product_on_a_shelf,
    )
    def post(self, request: Request, *, body: NewProductBody) -> dto.ProductDetail:
        """Add a product to a category: with a SKU and a price, or with options and variants that have them."""
        options = [option(one) for one in body.get("options", ())]
        variants = [new_variant(one) for one in body.get("variants", ())]
        given: dict[str, Any] = {**body, "options": options, "variants": variants}
        return making.create_product(**given, now=timezone.now())


class Product(Endpoint):
    @operation(allow=PUBLIC, returns=dto.ProductDetail, max_age=CATALOGUE_SECONDS)
    def get(self, request: Request, *, product_id: UUID) -> dto.ProductDetail:
        """One product with its variants; what is not for sale is seen by staff only."""
        return queries.get_product(
            product_id=ProductId(product_id), for_sale_only=not principal(request).sees("catalog.product")
        )

    @operation(
        allow=_WRITERS,
        returns=dto.ProductDetail,
        example={"price": {"amount": "11.90", "currency": "EUR"}, "is_active": True},
    )
    def patch(self, request: Request, *, product_id: UUID, body: ProductBody) -> dto.ProductDetail:
        """Change what is given; the slug stays, so that addresses do, and so does the SKU."""
        return changing.update_product(
            product_id=ProductId(product_id), **body, expected_version=if_match(request), now=timezone.now()
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, product_id: UUID) -> None:
        """Take a product out of the catalogue for good; its SKU is never used again."""
        changing.delete_product(
            product_id=ProductId(product_id), expected_version=if_match(request), now=timezone.now()
        )
