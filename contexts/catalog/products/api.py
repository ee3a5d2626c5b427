"""The catalogue over HTTP: reading is public, writing needs the role."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework.request import Request

from contexts.catalog import dto
from contexts.catalog import facade as catalog
from contexts.catalog.serializers import CategoryBody, CategoryQuery, ProductBody, ProductQuery
from gotuto.http import PUBLIC, Endpoint, has_role, if_match, operation, principal
from gotuto.ids import CategoryId, ProductId
from gotuto.paging import Page, PageRequest
from gotuto.roles import Role

_WRITERS = has_role(Role.CATALOG)
_PRODUCT = {
    "sku": "MATE-250",
    "name": "Mate, 250 g",
    "price": {"amount": "6.90", "currency": "EUR"},
    "category_id": "01934d1c-0000-7000-8000-000000000001",
    "description": "Roasted leaves.",
}


def _product_on_a_shelf(request: Request) -> dict[str, Any] | None:
    found = catalog.list_categories(filters=dto.CategoryFilter(), page=PageRequest(size=1)).items
    return {**_PRODUCT, "category_id": str(found[0].id)} if found else None


def _product_now(product_id: UUID, request: Request) -> dto.Product:
    return catalog.get_product(product_id=ProductId(product_id))


def _category_now(category_id: UUID, request: Request) -> dto.Category:
    return catalog.get_category(category_id=CategoryId(category_id))


class Products(Endpoint):
    @operation(allow=PUBLIC, query=ProductQuery, returns=Page[dto.Product])
    def get(self, request: Request, *, query: ProductQuery) -> Page[dto.Product]:
        """Products by name, price or created_at; staff also see what is not for sale."""
        seen = {} if principal(request).is_staff else {"is_active": True}
        return catalog.list_products(filters=dto.ProductFilter(**{**query.filters, **seen}), page=query.page)

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
        return catalog.create_product(**body, now=timezone.now())


class Product(Endpoint):
    @operation(allow=PUBLIC, returns=dto.Product)
    def get(self, request: Request, *, product_id: UUID) -> dto.Product:
        """One product; what is not for sale is seen by staff only."""
        return catalog.get_product(product_id=ProductId(product_id), for_sale_only=not principal(request).is_staff)

    @operation(
        allow=_WRITERS,
        body=ProductBody,
        returns=dto.Product,
        example={"price": {"amount": "11.90", "currency": "EUR"}, "is_active": True},
    )
    def patch(self, request: Request, *, product_id: UUID, body: dict[str, Any]) -> dto.Product:
        """Change what is given; the slug stays, so that addresses do, and so does the SKU."""
        return catalog.update_product(
            product_id=ProductId(product_id), **body, expected_version=if_match(request), now=timezone.now()
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, product_id: UUID) -> None:
        """Take a product out of the catalogue for good; its SKU is never used again."""
        catalog.delete_product(product_id=ProductId(product_id), expected_version=if_match(request), now=timezone.now())


class Categories(Endpoint):
    @operation(allow=PUBLIC, query=CategoryQuery, returns=Page[dto.Category])
    def get(self, request: Request, *, query: CategoryQuery) -> Page[dto.Category]:
        """Categories by name, each with the one that it stands in."""
        return catalog.list_categories(filters=dto.CategoryFilter(**query.filters), page=query.page)

    @operation(
        allow=_WRITERS,
        body=CategoryBody,
        returns=dto.Category,
        status=201,
        replay=_category_now,
        example={"name": "Green tea", "parent_id": None},
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> dto.Category:
        """Add a category at the top or within another."""
        return catalog.create_category(**body, now=timezone.now())


class CategoryTree(Endpoint):
    @operation(allow=PUBLIC, returns=dto.CategoryTree)
    def get(self, request: Request) -> dto.CategoryTree:
        """The whole tree of categories."""
        return catalog.category_tree()


class Category(Endpoint):
    @operation(allow=PUBLIC, returns=dto.Category)
    def get(self, request: Request, *, category_id: UUID) -> dto.Category:
        """One category."""
        return catalog.get_category(category_id=CategoryId(category_id))

    @operation(allow=_WRITERS, body=CategoryBody, returns=dto.Category, example={"name": "Green teas"})
    def patch(self, request: Request, *, category_id: UUID, body: dict[str, Any]) -> dto.Category:
        """Rename, describe or move a category with all below it."""
        return catalog.update_category(
            category_id=CategoryId(category_id), **body, expected_version=if_match(request), now=timezone.now()
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, category_id: UUID) -> None:
        """Remove an empty category."""
        catalog.delete_category(category_id=CategoryId(category_id), expected_version=if_match(request))
