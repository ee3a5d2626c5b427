"""Attributes as plain data: what the products of a category tell of themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from contexts.catalog.categories.dto import CategoryRef

Value = bool | int | float | str | Sequence[str]
Labels = dict[str, str]


class AttributeKind(Enum):
    """What the values of an attribute are."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A value that can be chosen, and what it is called by language; `label` is the one for the language asked for."""

    value: str
    labels: Labels = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What is said of an attribute, and can be changed."""

    kind: AttributeKind
    labels: Labels
    unit: Annotated[str, Meta(description="Of a number, such as `kg`.")] = ""
    choices: tuple[Choice, ...] = ()
    minimum: Annotated[Decimal | None, Meta(description="Of a number.")] = None
    maximum: Annotated[Decimal | None, Meta(description="Of a number.")] = None
    max_length: Annotated[int | None, Meta(description="Letters of a text.")] = None
    is_required: bool = False
    is_filterable: bool = False


@dataclass(frozen=True, kw_only=True)
class Attribute(Declaration):
    """An attribute of the products of a category and of all below it; `label` is for the language asked for."""

    id: UUID
    code: str
    category: Annotated[CategoryRef, Meta(description="The one that declares it.")]
    position: int
    version: int
    label: str = ""
    is_inherited: bool = False


@dataclass(frozen=True, kw_only=True)
class Attributes:
    """The attributes of a category, those that it inherits first, from the top down."""

    results: tuple[Attribute, ...]
