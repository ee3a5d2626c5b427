"""Searches as plain data: what was asked, how it was understood, what it is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from gotuto.ids import ProductId, Sku


class How(Enum):
    """Why a word is looked for."""

    EXACT = "exact"
    FORM = "form"
    BEGINS = "begins"
    ENDS = "ends"
    SYNONYM = "synonym"
    CATEGORY = "category"
    CORRECTED = "corrected"


@dataclass(frozen=True, kw_only=True)
class Known:
    """A word of the catalogue, or of a category, that the word at a place of the question may mean."""

    place: int
    word: str
    how: How
    category: UUID | None


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """What is looked for in place of a word, and why; `text` is for PostgreSQL, `word` for people."""

    word: str
    text: str
    how: How


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word of the question with all that it may mean; what says nothing by itself, such as "the", need not be found."""

    text: str
    alternatives: tuple[Alternative, ...]
    is_needed: bool


@dataclass(frozen=True, kw_only=True)
class Understood:
    """A question as it is looked for: every needed term by one of its alternatives.

    `wanted` and `exact` are for PostgreSQL: what must be found, and what counts more.
    """

    question: str
    terms: tuple[Term, ...]
    wanted: str
    exact: str


@dataclass(frozen=True, kw_only=True)
class Indexed:
    """What another search engine is told of a product: `said` are the words of its attributes, `change` is for whoever tells it."""

    id: UUID
    sku: str
    name: str
    keywords: str
    description: str
    said: str
    category: UUID | None
    version: int
    change: int


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """What somebody who types may mean: a word of the shop, or a product."""

    text: str
    product_id: ProductId | None = None
    sku: Sku | None = None


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """At most ten suggestions, words before products."""

    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, kw_only=True)
class FacetValue:
    """What a part of the products that were found have in common, and how many they are."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A property by which what was found can be narrowed; the values that most have come first, prices from below."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, kw_only=True)
class Facets:
    """What all products are that a list has, exactly up to 10,000 of them; of more, counts are at least so much."""

    total: Annotated[str, Meta(description="How many there are; 10000+ where there are more.")]
    is_exact: bool
    facets: tuple[Facet, ...]


@dataclass(frozen=True, kw_only=True)
class SynonymSet:
    """Words that mean the same."""

    id: UUID
    words: tuple[str, ...]
    version: int


@dataclass(frozen=True, kw_only=True)
class Miss:
    """A question that found nothing."""

    question: str
    asked: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A product that was found, and what its place is worth."""

    sku: Sku
    name: str
    score: float


@dataclass(frozen=True, kw_only=True)
class Matches:
    """The products that were found.

    `best` selects the `product_id` of the first of them and their `distance`, which is smaller the better they fit; it has
    `{conditions}` on `product` where others fall out. `every` selects the `product_id` of all.
    """

    best: str
    every: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
