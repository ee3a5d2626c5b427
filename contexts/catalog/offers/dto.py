"""What is sold under a SKU, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from gotuto.ids import ProductId, Sku
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
class Reduced:
    """What is told beside a price that was entered as a reduction, and is null beside any other.

    The percentage is reckoned from the lowest price of the 30 days before the reduction began; of goods that are not on sale
    for so long, that is known since then.
    """

    compare_at_price: Money | None = None
    lowest_price_30_days: Money | None = None
    reduction_percent: int | None = None
    known_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Variant(Reduced, Measures):
    """What is bought: one value of each option, under a SKU of its own; the price is gross."""

    sku: Sku
    name: str
    options: dict[str, str]
    price: Money
    gtin: str
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class Listed(Reduced):
    """What a price list asks for what is sold under a SKU."""

    product_id: ProductId
    sku: Sku
    is_active: bool
    price: Money


@dataclass(frozen=True, kw_only=True)
class NewVariant(Measures):
    """A variant as somebody enters it."""

    sku: str
    options: Mapping[str, str] = field(default_factory=dict)
    price: Money
    gtin: str = ""
    is_active: bool = True


@dataclass(frozen=True, kw_only=True)
class Switched:
    """What is sold that costs something else now than it did."""

    product_id: ProductId
    sku: Sku
    old: Money
    new: Money
    is_told: bool


@dataclass(frozen=True, kw_only=True)
class Thumbnail:
    """A smaller copy of an image, in WebP."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Image:
    """A picture of a product, or of the variant with this SKU; there are no thumbnails until a worker has made them."""

    id: UUID
    url: str
    alt: str
    sku: Sku | None
    width: int
    height: int
    thumbnails: tuple[Thumbnail, ...]
