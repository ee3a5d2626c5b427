"""Availability: what a buyer may know of stock."""

from dataclasses import dataclass
from datetime import datetime

from gotuto.ids import Sku


@dataclass(frozen=True, kw_only=True)
class Availability:
    """What a buyer may know of a SKU: of one that is sold out, whether an order for it waits in line, and when more is promised."""

    sku: Sku
    available: int
    is_available: bool
    can_wait: bool = False
    expected_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Availabilities:
    """The answer to a question about several SKUs."""

    results: tuple[Availability, ...]
