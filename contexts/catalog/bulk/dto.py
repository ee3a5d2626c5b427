"""What came of many products that were sent at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from contexts.catalog.products.dto import ProductDetail


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why one of them was not made, in the words of a problem."""

    status: int
    code: str
    title: str | None
    detail: str
    faults: Mapping[str, list[str]] | None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One of the two."""

    product: ProductDetail | None = None
    refusal: Refusal | None = None
