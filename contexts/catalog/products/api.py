"""Products over HTTP: reading is public, writing needs the role."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request

from contexts.catalog.categories.domain import DESCRIPTION_LENGTH, NAME_LENGTH, SLUG_LENGTH
from contexts.catalog.categories.dto import CategoryFilter
from contexts.catalog.categories.queries import list_categories
from contexts.catalog.products import dto, queries, use_cases
from contexts.catalog.products.domain import SEARCH_LENGTH
from gotuto.http import PUBLIC, Endpoint, Input, PageQuery, has_role, if_match, operation, principal
from gotuto.http.fields import MoneyField, SkuField
from gotuto.ids import ProductId
from gotuto.paging import Page, PageRequest
from gotuto.roles import Role

_WRITERS = has_role(Role.CATALOG)


class ProductBody(Input):
    sku = SkuField(help_text="Upper and lower case are the same. It never changes and is never used again.")
    name = serializers.CharField(max_length=NAME_LENGTH)
    price = MoneyField(help_text="Gross, greater than zero.")
    category_id = serializers.UUIDField()
    description = serializers.CharField(max_length=DESCRIPTION_LENGTH, required=False, allow_blank=True)
    is_active = serializers.BooleanField(
        required=False, help_text="Whether it is for sale; true unless said otherwise."
    )


class ProductQuery(PageQuery):
    category = serializers.CharField(
        required=False, max_length=SLUG_LENGTH, help_text="Slug of a category; everything below it is included."
    )
    search = serializers.CharField(
        required=False, max_length=SEARCH_LENGTH, help_text="Words, or how they begin, of SKU, name and description."
    )
    is_active = serializers.BooleanField(
        required=False, allow_null=True, help_text="For staff; others see what is for sale."
    )


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


def _product_now(product_id: UUID, request: Request) -> dto.Product:
    return queries.get_product(product_id=ProductId(product_id), for_sale_only=False)


class Products(Endpoint):
    @operation(allow=PUBLIC, query=ProductQuery, returns=Page[dto.Product])
    def get(self, request: Request, *, query: ProductQuery) -> Page[dto.Product]:
        """Products by name, price or created_at; staff also see what is not for sale."""
        return queries.list_products(
            filters=dto.ProductFilter(**query.filters), for_sale_only=not principal(request).is_staff, page=query.page
        )

    @operation(
        allow=_WRITERS,
        body=ProductBody,
        returns=dto.Product,
        status=201,
        replay=_product_now,
        example=_PRODUCT,
        living_example=_product_on_a_shelf,
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> dto.Product:
        """Add a product to a category."""
        return use_cases.create_product(**body, now=timezone.now())


class Product(Endpoint):
    @operation(allow=PUBLIC, returns=dto.Product)
    def get(self, request: Request, *, product_id: UUID) -> dto.Product:
        """One product; what is not for sale is seen by staff only."""
        return queries.get_product(product_id=ProductId(product_id), for_sale_only=not principal(request).is_staff)

    @operation(
        allow=_WRITERS,
        body=ProductBody,
        returns=dto.Product,
        example={"price": {"amount": "11.90", "currency": "EUR"}, "is_active": True},
    )
    def patch(self, request: Request, *, product_id: UUID, body: dict[str, Any]) -> dto.Product:
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
