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
from contexts.catalog.offers.domain.variants import MOST_OPTIONS, MOST_VALUES, MOST_VARIANTS
from contexts.catalog.offers.dto import NewVariant, Option
from contexts.catalog.products import dto, queries
from contexts.catalog.products.reading import get_product
from contexts.catalog.products.use_cases import archiving, changing, looking, making
from gotuto.http import PUBLIC, Endpoint, ListQuery, again, has_role, if_match, languages, operation, principal
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.money import Money
from gotuto.paging import Page, PageRequest
from gotuto.roles import Role
from gotuto.tax_classes import TaxClass
from gotuto.text import Prose

WRITERS = has_role(Role.CATALOG)


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
    attributes: NotRequired[
        Annotated[
            dict[str, Any],
            Meta(
                description="By code, as the category declares them; one that is not named stays, null takes it away."
            ),
        ]
    ]
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


def new_variant(body: VariantBody) -> NewVariant:
    return NewVariant(**body)


def option(body: OptionBody) -> Option:
    return Option(name=body["name"], values=tuple(body["values"]))


def new_product(body: NewProductBody) -> dict[str, Any]:
    """What `create_product` takes."""
    options = [option(one) for one in body.get("options", ())]
    variants = [new_variant(one) for one in body.get("variants", ())]
    return {**body, "options": options, "variants": variants}


class CurrencyQuery(TypedDict):
    currency: NotRequired[Annotated[str, Meta(max_length=3, description="As at the list of products.")]]


PRODUCT = {
    "sku": "MATE-250",
    "name": "Mate, 250 g",
    "price": {"amount": "6.90", "currency": "EUR"},
    "category_id": "01934d1c-0000-7000-8000-000000000001",
    "description": "Roasted leaves.",
}


def product_on_a_shelf(request: Request) -> dict[str, Any] | None:
    found = list_categories(filters=CategoryFilter(), page=PageRequest(size=1)).items
    return {**PRODUCT, "category_id": str(found[0].id)} if found else None


class Products(Endpoint):
    @operation(
        allow=PUBLIC,
        listing=queries.PRODUCTS,
        returns=Page[dto.Product],
        max_age=CATALOGUE_SECONDS,
        headers=languages.HEADER,
    )
    def get(self, request: Request, *, query: ListQuery[dto.ProductFilter]) -> Page[dto.Product]:
        """Products by name, created_at, relevance or, within each currency, price; staff who see them see what is not for sale.

        `attr.<code>=` narrows by an attribute, given twice by either value; numbers also by `attr.<code>_min` and `_max`, dates by
        `_after` and `_before`.
        """
        for_sale_only = not principal(request).sees("catalog.product")
        return looking.look_for_products(
            filters=query.filters,
            for_sale_only=for_sale_only,
            page=query.page,
            facets=query.facets,
            languages=languages.wanted(request),
            language=languages.spoken(request),
            customer_group=principal(request).customer_group,
            now=timezone.now(),
        )

    @operation(
        allow=WRITERS,
        returns=dto.ProductDetail,
        status=201,
        replay=again(get_product, for_sale_only=lambda request: False),
        example=PRODUCT,
        living_example=product_on_a_shelf,
    )
    def post(self, request: Request, *, body: NewProductBody) -> dto.ProductDetail:
        """Add a product to a category: with a SKU and a price, or with options and variants that have them."""
        return making.create_product(**new_product(body), now=timezone.now())


class Product(Endpoint):
    @operation(allow=PUBLIC, returns=dto.ProductDetail, max_age=CATALOGUE_SECONDS, headers=languages.HEADER)
    def get(self, request: Request, *, product_id: UUID, query: CurrencyQuery) -> dto.ProductDetail:
        """One product with its variants; what is not for sale is seen by staff only."""
        return get_product(
            product_id=ProductId(product_id),
            for_sale_only=not principal(request).sees("catalog.product"),
            language=languages.spoken(request),
            currency=query.get("currency", ""),
            customer_group=principal(request).customer_group,
        )

    @operation(
        allow=WRITERS,
        returns=dto.ProductDetail,
        example={"price": {"amount": "11.90", "currency": "EUR"}, "is_active": True},
    )
    def patch(self, request: Request, *, product_id: UUID, body: ProductBody) -> dto.ProductDetail:
        """Change what is given; the slug stays, so that addresses do, and so does the SKU."""
        return changing.update_product(
            product_id=ProductId(product_id), **body, expected_version=if_match(request), now=timezone.now()
        )

    @operation(allow=WRITERS)
    def delete(self, request: Request, *, product_id: UUID) -> None:
        """Take a product out of the catalogue, as its archive does; its SKU is never used for other goods."""
        archiving.archive_product(
            product_id=ProductId(product_id), expected_version=if_match(request), now=timezone.now()
        )


class RestoreBody(TypedDict):
    """Where it is to stand."""

    category_id: NotRequired[Annotated[CategoryId, Meta(description="Where it stood before it was archived, without.")]]


class Archive(Endpoint):
    @operation(allow=WRITERS, returns=dto.ArchivedProduct, replay=again(queries.get_archived_product))
    def post(self, request: Request, *, product_id: UUID) -> dto.ArchivedProduct:
        """Take a product out of the catalogue; orders, invoices and stock go on naming it, and it can be restored."""
        return archiving.archive_product(
            product_id=ProductId(product_id), expected_version=if_match(request), now=timezone.now()
        )


class Restore(Endpoint):
    @operation(
        allow=WRITERS,
        returns=dto.ProductDetail,
        replay=again(get_product, for_sale_only=lambda request: False),
        example={},
    )
    def post(self, request: Request, *, product_id: UUID, body: RestoreBody) -> dto.ProductDetail:
        """Bring an archived product back to where it stood, or elsewhere; it is not for sale yet."""
        return archiving.restore_product(product_id=ProductId(product_id), **body, now=timezone.now())
