"""Customers as plain data."""

from dataclasses import dataclass
from datetime import datetime

from gotuto.ids import CustomerId


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Somebody who buys under an account."""

    id: CustomerId
    email: str
    name: str
    created_at: datetime
    version: int
