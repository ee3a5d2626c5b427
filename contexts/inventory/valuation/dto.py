"""What stock is worth: of a SKU, of all, and where it lies."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gotuto.ids import Sku
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class Share:
    """The pieces at one location and their share of a value; `location` is null for what is on its way between two."""

    location: str | None
    pieces: int
    value: Money


@dataclass(frozen=True, kw_only=True)
class Dear:
    """What the pieces of a SKU are worth, at the average of all locations; `average` is null where there are none."""

    sku: Sku
    pieces: int
    value: Money
    average: Money | None


@dataclass(frozen=True, kw_only=True)
class StockValue(Dear):
    """The same as a row of a list; `id` is that of the stock item."""

    id: UUID


@dataclass(frozen=True, kw_only=True)
class ValueOfSku:
    """The same of one SKU, and where its pieces lie; `value` is null where nobody has said what they cost that lie there."""

    sku: Sku
    pieces: int
    value: Money | None
    average: Money | None
    shares: tuple[Share, ...]


@dataclass(frozen=True, kw_only=True)
class TotalValue:
    """What all stock was worth at the end of a day; of `not_valued` SKUs that lie there now nobody has said what they cost."""

    day: date
    pieces: int
    value: Money
    shares: tuple[Share, ...]
    not_valued: int


@dataclass(frozen=True, kw_only=True)
class Begun:
    """Whose valuation has begun, or ended: so many SKUs, with so many pieces of such a value."""

    skus: int
    pieces: int
    value: Money


@dataclass(frozen=True, kw_only=True)
class ValueFilter:
    """Of which SKUs a list tells the value, and at the end of which day; today's without."""

    sku: Sku | None = None
    day: date | None = None
