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
from contexts.catalog.products import dto, queries, use_cases
from gotuto.http import PUBLIC, Endpoint, ListQuery, again, has_role, if_match, operation, principal
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.money import Money
from gotuto.paging import Page, PageRequest
from gotuto.roles import Role
from gotuto.tax_classes import TaxClass
from gotuto.text import Prose

_WRITERS = has_role(Role.CATALOG)


class ProductBody(TypedDict):
    sku: Annotated[
        Sku, Meta(description="Upper and lower case are the same. It never changes and is never used again.")
    ]
    name: Annotated[str, Meta(max_length=NAME_LENGTH)]
    price: Annotated[Money, Meta(description="Gross, greater than zero.")]
    category_id: CategoryId
    description: NotRequired[Annotated[Prose, Meta(max_length=DESCRIPTION_LENGTH)]]
    tax_class: NotRequired[
        Annotated[TaxClass, Meta(description="What rate of value added tax it has; `standard` unless said otherwise.")]
    ]
    is_active: NotRequired[Annotated[bool, Meta(description="Whether it is for sale; true unless said otherwise.")]]


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
        return use_cases.look_for_products(
            filters=query.filters, for_sale_only=for_sale_only, page=query.page, facets=query.facets, now=timezone.now()
        )

    @operation(
        allow=_WRITERS,
        returns=dto.Product,
        status=201,
        replay=again(queries.get_product, for_sale_only=lambda request: False),
        example=_PRODUCT,
        living_example=_product_on_a_shelf,
    )
    def post(self, request: Request, *, body: ProductBody) -> dto.Product:
        """Add a product to a category."""
        return use_cases.create_product(**body, now=timezone.now())


class Product(Endpoint):
    @operation(allow=PUBLIC, returns=dto.Product, max_age=CATALOGUE_SECONDS)
    def get(self, request: Request, *, product_id: UUID) -> dto.Product:
        """One product; what is not for sale is seen by staff only."""
        return queries.get_product(
            product_id=ProductId(product_id), for_sale_only=not principal(request).sees("catalog.product")
        )

    @operation(
        allow=_WRITERS,
        returns=dto.Product,
        example={"price": {"amount": "11.90", "currency": "EUR"}, "is_active": True},
    )
    def patch(self, request: Request, *, product_id: UUID, body: ProductBody) -> dto.Product:
        """Change what is given; the slug stays, so that addresses do, and so does the SKU."""
        return use_cases.update_product(
            product_id=ProductId(product_id), **body, expected_version=if_match(request), now=timezone.now()
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, product_id: UUID) -> None:
        """Take a product out of the catalogue for good; its SKU is never used again."""
        use_cases.delete_product(
            product_id=ProductId(product_id), expected_version=if_match(request), now=timezone.now()
        )
