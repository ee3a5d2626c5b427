"""Clients as plain data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from contexts.billing.taxes.dto import VatIdStatus
from gotuto.address import Address
from gotuto.filters import Period
from gotuto.ids import ClientId, CustomerId
from gotuto.money import Money
from gotuto.text.email_address import EmailAddress


@dataclass(frozen=True, kw_only=True)
class Client:
    """Somebody who gets invoices; a customer's client carries the customer's id.

    A guest who opened the link in a mail to `email` has proved it then (`email_proved_at`); one guest's address is one client.
    Without `language`, `terms_days` or `currency` the seller's hold. Nothing new is invoiced to who is on hold, nor beyond
    the credit limit. Whoever was found to be somebody else is `merged_into` them, and stays findable.
    """

    id: ClientId
    name: str
    email: str
    email_proved_at: datetime | None
    phone: str
    address: Address | None
    vat_id: str
    vat_id_status: VatIdStatus | None
    invoices_by_mail: bool
    language: str
    terms_days: int | None
    currency: str
    on_hold: bool
    hold_reason: str
    credit_limit: Money | None
    merged_into_id: ClientId | None
    customer_id: CustomerId | None
    created_at: datetime
    version: int


@dataclass(frozen=True, kw_only=True)
class ClientFilter:
    """Which clients to list."""

    search: Annotated[str, Meta(max_length=200, description="Words of the name or the e-mail address.")] | None = None
    email: Annotated[EmailAddress, Meta(description="Upper and lower case are the same.")] | None = None
    email_proved: Annotated[bool, Meta(description="Whether a guest has opened the link in a mail to it.")] | None = (
        None
    )
    on_hold: bool | None = None
    created_at: Period[datetime] | None = None
    updated_since: datetime | None = None
