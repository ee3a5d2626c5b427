"""Clients as plain data."""

from dataclasses import dataclass
from datetime import datetime

from gotuto.address import Address
from gotuto.ids import ClientId, CustomerId


@dataclass(frozen=True, kw_only=True)
class Client:
    """Somebody who gets invoices; a customer's client carries the customer's id."""

    id: ClientId
    name: str
    email: str
    phone: str
    address: Address | None
    customer_id: CustomerId | None
    created_at: datetime
    version: int


@dataclass(frozen=True, kw_only=True)
class ClientFilter:
    """Which clients to list; `email` in any case, "" does not filter."""

    email: str = ""
