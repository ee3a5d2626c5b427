"""Categories over HTTP: reading is public, writing needs the role."""

from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.catalog.categories import dto, queries, use_cases
from contexts.catalog.categories.domain import DESCRIPTION_LENGTH, NAME_LENGTH
from gotuto.http import PUBLIC, Endpoint, ListQuery, again, has_role, if_match, operation
from gotuto.ids import CategoryId
from gotuto.paging import Page
from gotuto.roles import Role
from gotuto.text import Prose

_WRITERS = has_role(Role.CATALOG)
# A cart keeps the price that its buyer was shown, so that a minute's delay costs nobody anything.
CATALOGUE_SECONDS = 60


class CategoryBody(TypedDict):
    name: Annotated[str, Meta(max_length=NAME_LENGTH)]
    parent_id: NotRequired[Annotated[CategoryId | None, Meta(description="null stands for the top.")]]
    description: NotRequired[Annotated[Prose, Meta(max_length=DESCRIPTION_LENGTH)]]


class Categories(Endpoint):
    @operation(allow=PUBLIC, listing=queries.CATEGORIES, returns=Page[dto.Category], max_age=CATALOGUE_SECONDS)
    def get(self, request: Request, *, query: ListQuery[dto.CategoryFilter]) -> Page[dto.Category]:
        """Categories by name, each with the one that it stands in."""
        return queries.list_categories(filters=query.filters, page=query.page)

    @operation(
        allow=_WRITERS,
        returns=dto.Category,
        status=201,
        replay=again(queries.get_category),
        example={"name": "Green tea", "parent_id": None},
    )
    def post(self, request: Request, *, body: CategoryBody) -> dto.Category:
        """Add a category at the top or within another."""
        return use_cases.create_category(**body, now=timezone.now())


class CategoryTree(Endpoint):
    @operation(allow=PUBLIC, returns=dto.CategoryTree, max_age=CATALOGUE_SECONDS)
    def get(self, request: Request) -> dto.CategoryTree:
        """The whole tree of categories."""
        return queries.category_tree()


class Category(Endpoint):
    @operation(allow=PUBLIC, returns=dto.Category, max_age=CATALOGUE_SECONDS)
    def get(self, request: Request, *, category_id: UUID) -> dto.Category:
        """One category."""
        return queries.get_category(category_id=CategoryId(category_id))

    @operation(allow=_WRITERS, returns=dto.Category, example={"name": "Green teas"})
    def patch(self, request: Request, *, category_id: UUID, body: CategoryBody) -> dto.Category:
        """Rename, describe or move a category with all below it."""
        return use_cases.update_category(
            category_id=CategoryId(category_id), **body, expected_version=if_match(request), now=timezone.now()
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, category_id: UUID) -> None:
        """Remove an empty category."""
        use_cases.delete_category(category_id=CategoryId(category_id), expected_version=if_match(request))
