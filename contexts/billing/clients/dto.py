"""Clients as plain data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from contexts.billing.taxes.dto import VatIdStatus
from gotuto.address import Address
from gotuto.filters import Period
from gotuto.ids import ClientId, CustomerId
from gotuto.text.email_address import EmailAddress


@dataclass(frozen=True, kw_only=True)
class Client:
    """Somebody who gets invoices; a customer's client carries the customer's id."""

    id: ClientId
    name: str
    email: str
    phone: str
    address: Address | None
    vat_id: str
    vat_id_status: VatIdStatus | None
    invoices_by_mail: bool
    customer_id: CustomerId | None
    created_at: datetime
    version: int


@dataclass(frozen=True, kw_only=True)
class ClientFilter:
    """Which clients to list."""

    email: Annotated[EmailAddress, Meta(description="Upper and lower case are the same.")] | None = None
    created_at: Period[datetime] | None = None
    updated_since: datetime | None = None
