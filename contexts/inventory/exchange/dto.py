"""How things stand for the rows of a file, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gotuto.ids import ProductId, Sku


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What lies at a place of a SKU, and how much of it is kept for orders."""

    on_hand: int = 0
    reserved: int = 0


@dataclass(frozen=True, kw_only=True)
class Reordering:
    """At how many pieces more is to be ordered, and how many at a time; None is never."""

    reorder_point: int | None = None
    reorder_quantity: int | None = None


@dataclass(frozen=True, kw_only=True)
class Stand:
    """By SKU when it is ordered anew, by SKU and code of a location what lies there; goods that have no counters yet.

    `places` says of each code that rows name why nothing can be counted there, or nothing; `worth` what a piece is worth that is
    found of a SKU, where stock is valued, and None where nobody knows.
    """

    items: Mapping[Sku, Reordering]
    counted: Mapping[tuple[Sku, str], Counted]
    fresh: Mapping[Sku, ProductId]
    places: Mapping[str, str]
    worth: Mapping[Sku, Decimal | None]
