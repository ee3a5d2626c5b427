"""Translations over HTTP, for those who look after the catalogue; everybody else reads them in lists and details."""

from typing import Annotated, Any, NotRequired, TypedDict
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.catalog.categories.domain import DESCRIPTION_LENGTH, NAME_LENGTH
from contexts.catalog.offers.domain.variants import MOST_OPTIONS
from contexts.catalog.translations import domain, dto, queries, use_cases
from gotuto.http import Endpoint, has_role, if_match, may_see, operation
from gotuto.ids import CategoryId, ProductId
from gotuto.roles import Role
from gotuto.text import Prose

_WRITERS = has_role(Role.CATALOG)
_Text = Annotated[str, Meta(max_length=domain.VALUE_LENGTH)]


class OptionTextBody(TypedDict):
    """What an option of the product is called, and its values."""

    option: Annotated[str, Meta(max_length=domain.VALUE_LENGTH, description="Its name in the original.")]
    name: NotRequired[_Text]
    values: NotRequired[Annotated[dict[str, _Text], Meta(description="By the value in the original.")]]


class CategoryTextsBody(TypedDict):
    """The texts in this language; those that are left out are told as in the original."""

    name: NotRequired[Annotated[str, Meta(max_length=NAME_LENGTH)]]
    slug: NotRequired[
        Annotated[
            str, Meta(max_length=NAME_LENGTH, description="Made of the name unless said otherwise; it stays then.")
        ]
    ]
    description: NotRequired[Annotated[Prose, Meta(max_length=DESCRIPTION_LENGTH)]]


class ProductTextsBody(CategoryTextsBody):
    """The texts in this language; those that are left out are told as in the original."""

    options: NotRequired[Annotated[list[OptionTextBody], Meta(max_length=MOST_OPTIONS)]]


class ProductTranslations(Endpoint):
    @operation(allow=may_see("catalog.producttranslation"), returns=dto.ProductTranslations)
    def get(self, request: Request, *, product_id: UUID) -> dto.ProductTranslations:
        """The texts of a product in each language of the shop, and what is missing."""
        return queries.translations_of_product(product_id=ProductId(product_id), known=settings.GOTUTO_LANGUAGES)


class ProductTranslation(Endpoint):
    @operation(
        allow=_WRITERS,
        returns=dto.ProductTexts,
        example={"name": "Mate, 250 g", "description": "Geröstete Blätter."},
    )
    def put(self, request: Request, *, product_id: UUID, language: str, body: ProductTextsBody) -> dto.ProductTexts:
        """Say what a product is called in a language of the shop; its options and their values too."""
        return use_cases.translate_product(
            product_id=ProductId(product_id),
            language=language,
            **_with_options(body),
            known=settings.GOTUTO_LANGUAGES,
            expected_version=if_match(request),
            now=timezone.now(),
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, product_id: UUID, language: str) -> None:
        """Let a product be told as in the original."""
        use_cases.untranslate_product(
            product_id=ProductId(product_id), language=language, expected_version=if_match(request), now=timezone.now()
        )


class CategoryTranslations(Endpoint):
    @operation(allow=may_see("catalog.categorytranslation"), returns=dto.CategoryTranslations)
    def get(self, request: Request, *, category_id: UUID) -> dto.CategoryTranslations:
        """The texts of a category in each language of the shop, and what is missing."""
        return queries.translations_of_category(category_id=CategoryId(category_id), known=settings.GOTUTO_LANGUAGES)


class CategoryTranslation(Endpoint):
    @operation(allow=_WRITERS, returns=dto.CategoryTexts, example={"name": "Grüner Tee"})
    def put(self, request: Request, *, category_id: UUID, language: str, body: CategoryTextsBody) -> dto.CategoryTexts:
        """Say what a category is called in a language of the shop."""
        return use_cases.translate_category(
            category_id=CategoryId(category_id),
            language=language,
            **body,
            known=settings.GOTUTO_LANGUAGES,
            expected_version=if_match(request),
            now=timezone.now(),
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, category_id: UUID, language: str) -> None:
        """Let a category be told as in the original."""
        use_cases.untranslate_category(
            category_id=CategoryId(category_id),
            language=language,
            expected_version=if_match(request),
            now=timezone.now(),
        )


def _with_options(body: ProductTextsBody) -> dict[str, Any]:
    return {**body, "options": [dto.OptionText(**one) for one in body.get("options", ())]}
