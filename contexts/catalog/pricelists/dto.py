"""Price lists as plain data."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from msgspec import Meta

NAME_LENGTH = 100


@dataclass(frozen=True, kw_only=True)
class PriceList:
    """Prices in another currency than the goods have, or those of a group of customers; of a group and a currency one is active."""

    id: UUID
    code: str
    name: str
    currency: str
    customer_group: Annotated[str, Meta(description="The code of a group of customers; empty for everybody.")]
    is_active: bool
    version: int
