"""Categories over HTTP: reading is public, writing needs the role."""

from typing import Annotated, NotRequired, TypedDict
from urllib.parse import quote
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request
from rest_framework.response import Response

from contexts.catalog.categories import dto, queries, use_cases
from contexts.catalog.categories.domain import DESCRIPTION_LENGTH, MOST_SIBLINGS, NAME_LENGTH
from gotuto.http import PUBLIC, Endpoint, ListQuery, again, has_role, if_match, languages, operation
from gotuto.ids import CategoryId
from gotuto.paging import Page
from gotuto.roles import Role
from gotuto.text import Prose

_WRITERS = has_role(Role.CATALOG)
# A cart keeps the price that its buyer was shown, so that a minute's delay costs nobody anything.
CATALOGUE_SECONDS = 60


class CategoryBody(TypedDict):
    name: Annotated[str, Meta(max_length=NAME_LENGTH)]
    slug: NotRequired[
        Annotated[
            str,
            Meta(max_length=NAME_LENGTH, description="Made of the name unless said otherwise; a former one leads on."),
        ]
    ]
    parent_id: NotRequired[Annotated[CategoryId | None, Meta(description="null stands for the top.")]]
    position: NotRequired[
        Annotated[
            int,
            Meta(
                ge=0,
                le=MOST_SIBLINGS,
                description="Place among its siblings, the first is 1; with 0 all stand by name.",
            ),
        ]
    ]
    description: NotRequired[Annotated[Prose, Meta(max_length=DESCRIPTION_LENGTH)]]


class Categories(Endpoint):
    @operation(
        allow=PUBLIC,
        listing=queries.CATEGORIES,
        returns=Page[dto.Category],
        max_age=CATALOGUE_SECONDS,
        headers=languages.HEADER,
    )
    def get(self, request: Request, *, query: ListQuery[dto.CategoryFilter]) -> Page[dto.Category]:
        """Categories by name, each with the one that it stands in."""
        return queries.list_categories(filters=query.filters, page=query.page, language=languages.spoken(request))

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


class TreeQuery(TypedDict):
    counts: NotRequired[Annotated[bool, Meta(description="How many products are for sale in each and all below it.")]]


class CategoryTree(Endpoint):
    @operation(allow=PUBLIC, returns=dto.CategoryTree, max_age=CATALOGUE_SECONDS, headers=languages.HEADER)
    def get(self, request: Request, *, query: TreeQuery) -> dto.CategoryTree:
        """The whole tree of categories."""
        return queries.category_tree(**query, language=languages.spoken(request))


class CategoryOfSlug(Endpoint):
    @operation(
        allow=PUBLIC,
        returns=dto.CategoryDetail,
        max_age=CATALOGUE_SECONDS,
        headers=languages.HEADER,
        other_statuses=(301,),
    )
    def get(self, request: Request, *, slug: str) -> dto.CategoryDetail | Response:
        """The category with this slug; one that it had before leads on to the one of today."""
        language = languages.spoken(request)
        found = queries.find_category(slug=slug, language=language)
        if found.slug != slug:
            address = request.build_absolute_uri(f"../{quote(found.slug)}/")
            return Response(status=301, headers={"Location": address})
        return queries.get_category_detail(category_id=found.id, language=language)


class Category(Endpoint):
    @operation(allow=PUBLIC, returns=dto.CategoryDetail, max_age=CATALOGUE_SECONDS, headers=languages.HEADER)
    def get(self, request: Request, *, category_id: UUID) -> dto.CategoryDetail:
        """One category, and the way to it from the top."""
        return queries.get_category_detail(category_id=CategoryId(category_id), language=languages.spoken(request))

    @operation(allow=_WRITERS, returns=dto.Category, example={"name": "Green teas"})
    def patch(self, request: Request, *, category_id: UUID, body: CategoryBody) -> dto.Category:
        """Rename, describe or move a category with all below it."""
        return use_cases.update_category(
            category_id=CategoryId(category_id), **body, expected_version=if_match(request), now=timezone.now()
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, category_id: UUID) -> None:
        """Remove an empty category."""
        use_cases.delete_category(
            category_id=CategoryId(category_id), expected_version=if_match(request), now=timezone.now()
        )
