"""What an audit of the stock finds."""

from dataclasses import dataclass

from gotuto.ids import Sku


@dataclass(frozen=True, kw_only=True)
class Discrepancy:
    """A counter that is not what its ledger or its open reservations say."""

    sku: Sku
    counter: str
    counted: int
    expected: int
