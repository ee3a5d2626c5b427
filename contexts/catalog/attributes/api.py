"""Attributes over HTTP: reading is public, writing needs the role."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.catalog.attributes import domain, dto, queries, use_cases
from contexts.catalog.categories.api import CATALOGUE_SECONDS
from contexts.catalog.categories.domain import MOST_SIBLINGS
from contexts.catalog.categories.queries import get_category
from gotuto.http import PUBLIC, Endpoint, again, has_role, if_match, languages, operation
from gotuto.ids import CategoryId
from gotuto.roles import Role

_WRITERS = has_role(Role.CATALOG)
_Labels = Annotated[dict[str, str], Meta(description='What it is called, by language: {"en": "Colour"}.')]
_Limit = Annotated[Decimal, Meta(description="Of a number.")] | None


class ChoiceBody(TypedDict):
    """A value that can be chosen."""

    value: Annotated[str, Meta(min_length=1, max_length=domain.CHOICE_LENGTH)]
    labels: NotRequired[_Labels]


class AttributeChanges(TypedDict):
    """What is said of an attribute."""

    kind: Annotated[dto.AttributeKind, Meta(description="What its values are.")]
    labels: _Labels
    unit: NotRequired[Annotated[str, Meta(max_length=domain.UNIT_LENGTH, description="Of a number, such as `kg`.")]]
    choices: NotRequired[Annotated[list[ChoiceBody], Meta(max_length=domain.MOST_CHOICES)]]
    minimum: NotRequired[_Limit]
    maximum: NotRequired[_Limit]
    max_length: NotRequired[Annotated[int, Meta(ge=1, le=domain.TEXT_LENGTH, description="Letters of a text.")] | None]
    is_required: NotRequired[Annotated[bool, Meta(description="Whether each product must have it.")]]
    is_filterable: NotRequired[Annotated[bool, Meta(description="Whether products are filtered and counted by it.")]]
    position: NotRequired[
        Annotated[int, Meta(ge=0, le=MOST_SIBLINGS, description="Place among those of its category.")]
    ]


class AttributeBody(AttributeChanges):
    """An attribute of a category and of all below it."""

    code: Annotated[
        str,
        Meta(
            max_length=domain.CODE_LENGTH, description="A small letter, then small letters, digits, _ and -; it stays."
        ),
    ]


class AttributesOfCategory(Endpoint):
    @operation(allow=PUBLIC, returns=dto.Attributes, max_age=CATALOGUE_SECONDS, headers=languages.HEADER)
    def get(self, request: Request, *, category_id: UUID) -> dto.Attributes:
        """What the products of a category tell of themselves; what it inherits comes first."""
        get_category(category_id=CategoryId(category_id))
        return queries.attributes_of(category_id=CategoryId(category_id), languages=languages.wanted(request))

    @operation(
        allow=_WRITERS,
        returns=dto.Attribute,
        status=201,
        replay=again(queries.attribute_with_id),
        example={"code": "origin", "kind": "text", "labels": {"en": "Origin", "de": "Herkunft"}},
    )
    def post(self, request: Request, *, category_id: UUID, body: AttributeBody) -> dto.Attribute:
        """Let the products of a category, and of all below it, have an attribute."""
        return use_cases.declare_attribute(
            category_id=CategoryId(category_id), **_with_choices(body), now=timezone.now()
        )


class Attribute(Endpoint):
    @operation(allow=PUBLIC, returns=dto.Attribute, max_age=CATALOGUE_SECONDS, headers=languages.HEADER)
    def get(self, request: Request, *, category_id: UUID, code: str) -> dto.Attribute:
        """An attribute that a category declares or inherits."""
        return queries.get_attribute(
            category_id=CategoryId(category_id), code=code, languages=languages.wanted(request)
        )

    @operation(allow=_WRITERS, returns=dto.Attribute, example={"labels": {"en": "Where it is from"}})
    def patch(self, request: Request, *, category_id: UUID, code: str, body: AttributeChanges) -> dto.Attribute:
        """Say something else of an attribute, unless values that products have would be wrong."""
        return use_cases.change_attribute(
            category_id=CategoryId(category_id),
            code=code,
            **_with_choices(body),
            expected_version=if_match(request),
            now=timezone.now(),
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, category_id: UUID, code: str) -> None:
        """Ask for an attribute no longer; values that products have are kept, and told nobody."""
        use_cases.retire_attribute(
            category_id=CategoryId(category_id), code=code, expected_version=if_match(request), now=timezone.now()
        )


def _with_choices(body: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(body)
    if "choices" in given:
        given["choices"] = [dto.Choice(**one) for one in given["choices"]]
    return given
