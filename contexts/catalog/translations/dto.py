"""Translations as plain data: what a product or a category is called in another language of the shop."""

from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta

from gotuto.ids import CategoryId, ProductId, Sku


@dataclass(frozen=True, kw_only=True)
class OptionText:
    """What an option is called, and its values; what is not named is told as it is in the original."""

    option: Annotated[str, Meta(description="Its name in the original.")]
    name: str = ""
    values: Annotated[dict[str, str], Meta(description="By the value in the original.")] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What is told of something in one language; what is empty is told as it is in the original."""

    name: str = ""
    slug: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class CategoryTexts(Texts):
    """The texts of a category in a language; `missing` names those that the original has and the language does not."""

    language: str
    missing: tuple[str, ...]
    version: Annotated[int, Meta(description="0 where there is no translation yet.")]


@dataclass(frozen=True, kw_only=True)
class ProductTexts(CategoryTexts):
    """The texts of a product in a language; `missing` names those that the original has and the language does not."""

    options: tuple[OptionText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CategoryTranslations:
    """A category in each language of the shop but that of the original, which is named beside them."""

    original_language: str
    results: tuple[CategoryTexts, ...]


@dataclass(frozen=True, kw_only=True)
class ProductTranslations:
    """A product in each language of the shop but that of the original, which is named beside them."""

    original_language: str
    results: tuple[ProductTexts, ...]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A product or a category of which a language lacks texts that the original has."""

    language: str
    name: str
    missing: tuple[str, ...]
    product_id: ProductId | None = None
    sku: Sku | None = None
    category_id: CategoryId | None = None


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How many products and categories a language lacks texts of, of how many."""

    language: str
    products: int
    products_missing: int
    categories: int
    categories_missing: int
