"""What is sold under a SKU, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gotuto.ids import Sku
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class Option:
    """What a buyer chooses, such as a size, and the values that there are."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Measures:
    """What it weighs and how large it is, packed, in grams and millimetres; what nobody has measured is null."""

    weight_grams: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None


@dataclass(frozen=True, kw_only=True)
class Variant(Measures):
    """What is bought: one value of each option, under a SKU of its own; the price is gross."""

    sku: Sku
    name: str
    options: dict[str, str]
    price: Money
    gtin: str
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class NewVariant(Measures):
    """A variant as somebody enters it."""

    sku: str
    options: Mapping[str, str] = field(default_factory=dict)
    price: Money
    gtin: str = ""
    is_active: bool = True
