"""Groups of customers as plain data."""

from dataclasses import dataclass
from uuid import UUID

NAME_LENGTH = 100


@dataclass(frozen=True, kw_only=True)
class CustomerGroup:
    """Customers who are treated alike, such as resellers; the code never changes, and others name the group by it."""

    id: UUID
    code: str
    name: str
    version: int
