"""Numbers as plain data: what a document got, and what a series holds."""

from dataclasses import dataclass
from datetime import date

from gotuto.ids import InvoiceId, OrderId


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """A document that has just got its number and dates."""

    id: InvoiceId
    number: str
    issue_date: date
    due_date: date
    order_id: OrderId | None


@dataclass(frozen=True, kw_only=True)
class NumberSeries:
    """The numbers of one series and year: how many were given out, and which of them no invoice carries."""

    series: str
    year: int
    last: int
    issued: int
    missing: tuple[int, ...]

    @property
    def is_gapless(self) -> bool:
        """Whether every number from 1 to the last stands on exactly one invoice."""
        return not self.missing and self.issued == self.last
