"""Customers as plain data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from gotuto.ids import CustomerId


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Somebody who buys under an account."""

    id: CustomerId
    email: str
    name: str
    customer_group: Annotated[str, Meta(description="The code of the group that they are in; empty for none.")]
    created_at: datetime
    version: int


@dataclass(frozen=True, kw_only=True)
class FormerEmail:
    """An address that a customer no longer signs in with."""

    id: UUID
    customer_id: CustomerId
    email: str
    replaced_at: datetime
