"""What an audit of the stock finds."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from gotuto.ids import Sku


@dataclass(frozen=True, kw_only=True)
class Discrepancy:
    """A counter that is not what its ledger or its open reservations say."""

    sku: Sku
    counter: str
    counted: int
    expected: int


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A counter that was set to the sum of its ledger."""

    sku: Sku
    location: str
    counter: str
    before: int
    after: int
    reason: str
    who: str
    corrected_at: datetime


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What lies at a place, and how much of it is kept for orders; None is the main location."""

    location_id: UUID | None
    location: str
    on_hand: int
    reserved: int


@dataclass(frozen=True, kw_only=True)
class Worth:
    """How many pieces are valued, and at what, as the counters say and as the ledger does."""

    is_valued: bool
    pieces: int
    value: Decimal
    ledger_pieces: int
    ledger_value: Decimal
