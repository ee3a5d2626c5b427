"""Those who get invoices: entered by staff, or following a customer."""

from datetime import datetime
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Lower
from msgspec import UNSET, UnsetType

from contexts.billing.clients import dto, models, signals, statements
from contexts.billing.clients.errors import (
    ClientHasInvoices,
    ClientIsCustomer,
    ClientMerged,
    ClientMergedIntoSelf,
    ClientNotFound,
    CreditLimitNegative,
)
from contexts.billing.clients.signals import ClientCreated, ClientDeleted, ClientsMerged, ClientUpdated
from contexts.billing.taxes.use_cases import note_vat_id
from contexts.customer import facade as customer
from gotuto.address import Address
from gotuto.db import VersionConflict, lock, unique, unit_of_work
from gotuto.errors import ExpectedVersion, check_version
from gotuto.events import encode
from gotuto.ids import ClientId, CustomerId, new_id
from gotuto.money import CurrencyMismatch, Money


@unit_of_work
def create_client(
    *,
    name: str,
    email: str,
    phone: str = "",
    address: Address | None = None,
    vat_id: str = "",
    invoices_by_mail: bool = True,
    language: str = "",
    terms_days: int | None = None,
    currency: str = "",
    on_hold: bool = False,
    hold_reason: str = "",
    credit_limit: Money | None = None,
    now: datetime,
) -> dto.Client:
    """Enter a client by hand. Raises VatIdInvalid, CurrencyMismatch, CreditLimitNegative."""
    row = models.Client(id=new_id(), name=name, email=email.lower(), phone=phone, created_at=now, updated_at=now)
    row.address = None if address is None else encode(address)
    row.vat_id = _noted(vat_id, now)
    row.invoices_by_mail, row.language, row.terms_days = invoices_by_mail, language, terms_days
    row.on_hold, row.hold_reason = on_hold, hold_reason
    _limit(row, currency, credit_limit)
    row.save(force_insert=True)
    signals.client_created.publish(ClientCreated(client_id=ClientId(row.id), customer_id=None, occurred_at=now))
    return row.to_dto()


@unit_of_work
def update_client(
    *,
    client_id: ClientId,
    name: str | UnsetType = UNSET,
    email: str | UnsetType = UNSET,
    phone: str | UnsetType = UNSET,
    address: Address | UnsetType | None = UNSET,
    vat_id: str | UnsetType | None = UNSET,
    invoices_by_mail: bool | UnsetType = UNSET,
    language: str | UnsetType = UNSET,
    terms_days: int | UnsetType | None = UNSET,
    currency: str | UnsetType = UNSET,
    on_hold: bool | UnsetType = UNSET,
    hold_reason: str | UnsetType = UNSET,
    credit_limit: Money | UnsetType | None = UNSET,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.Client:
    """Change what is given of a client; None clears it.

    Raises ClientNotFound, ClientMerged, VatIdInvalid, CurrencyMismatch, CreditLimitNegative, Stale.
    """
    row = _locked(client_id)
    check_version(expected=expected_version, actual=row.version)
    before = row.to_dto()
    _take(row, name=name, phone=phone, invoices_by_mail=invoices_by_mail, language=language, terms_days=terms_days)
    _take(row, on_hold=on_hold, hold_reason=hold_reason)
    if email is not UNSET:
        _reach(row, email.lower())
    if address is not UNSET:
        row.address = None if address is None else encode(address)
    row.vat_id = row.vat_id if vat_id is UNSET else _noted(vat_id, now)
    _limit(
        row,
        before.currency if currency is UNSET else currency,
        before.credit_limit if credit_limit is UNSET else credit_limit,
    )
    if row.to_dto() == before:
        return before
    row.updated_at, row.version = now, row.version + 1
    row.save()
    signals.client_updated.publish(ClientUpdated(client_id=client_id, occurred_at=now))
    return row.to_dto()


def _locked(client_id: ClientId) -> models.Client:
    row = lock(models.Client, client_id, missing=lambda: ClientNotFound(client_id=client_id))
    if row.merged_into_id is not None:
        raise ClientMerged(client_id=client_id, into=ClientId(row.merged_into_id))
    return row


def _take(row: models.Client, **given: Any) -> None:
    for name, value in given.items():
        if value is not UNSET:
            setattr(row, name, value)


def _reach(row: models.Client, email: str) -> None:
    """What was proved of another address says nothing of this one."""
    if email != row.email.lower():
        row.email_proved_at = None
    row.email = email


def _limit(row: models.Client, currency: str, limit: Money | None) -> None:
    """A limit is in the currency of the client, and says it where there was none."""
    if limit is not None and limit.amount < 0:
        raise CreditLimitNegative
    if limit is not None and currency not in ("", limit.currency):
        raise CurrencyMismatch(left=currency, right=limit.currency)
    row.currency = currency if limit is None else limit.currency
    row.credit_limit = None if limit is None else limit.amount


def _noted(vat_id: str | None, now: datetime) -> str | None:
    return note_vat_id(number=vat_id, now=now).number if vat_id else None


@unit_of_work
def delete_client(*, client_id: ClientId, expected_version: ExpectedVersion = None, now: datetime) -> None:
    """Delete a client who never got an invoice. Raises ClientNotFound, ClientMerged, ClientHasInvoices, Stale."""
    # The full lock keeps an invoice that is being opened from pointing at the client.
    row = models.Client.objects.select_for_update().filter(pk=client_id).first()
    if row is None:
        raise ClientNotFound(client_id=client_id)
    check_version(expected=expected_version, actual=row.version)
    if row.merged_into_id is not None:
        raise ClientMerged(client_id=client_id, into=ClientId(row.merged_into_id))
    if row.invoices.exists() or row.payments.exists() or row.merged.exists():
        raise ClientHasInvoices(client_id=client_id)
    row.delete()
    signals.client_deleted.publish(ClientDeleted(client_id=client_id, occurred_at=now))


@unit_of_work
def merge_clients(*, client_id: ClientId, into: ClientId, now: datetime) -> dto.Client:
    """Give the invoices of a client to another one who is the same; both ids stay findable. The other client.

    Raises ClientNotFound, ClientMerged, ClientIsCustomer, ClientMergedIntoSelf.
    """
    if client_id == into:
        raise ClientMergedIntoSelf
    # In the order of their ids, so that two who merge the same clients do not wait for each other.
    rows = {each: _locked(each) for each in sorted((client_id, into))}
    gone, stays = rows[client_id], rows[into]
    if gone.customer_id is not None:
        raise ClientIsCustomer(client_id=client_id)
    gone.invoices.update(client=stays)
    statements.move_payments(client_id=client_id, into=into)
    statements.move_pause(client_id=client_id, into=into, now=now)
    gone.merged.update(merged_into=stays)
    gone.merged_into, gone.updated_at, gone.version = stays, now, gone.version + 1
    gone.save(update_fields=["merged_into", "updated_at", "version"])
    signals.clients_merged.publish(ClientsMerged(client_id=client_id, into=into, occurred_at=now))
    return stays.to_dto()


@unit_of_work
def prove_email(*, client_id: ClientId, email: str, now: datetime) -> None:
    """Note that somebody read what was mailed to a guest: whoever proved the same address before gets this client's invoices.

    Nothing happens to a client of whom it is no news. The next order with that address makes a client of its own all the same,
    which is joined when its own mail was read: else whoever types an address would write into somebody's client.
    """
    same = Q(models.PROVED, mailbox=Lower(Value(email)))
    # In the order of their ids, as those who merge by hand lock them.
    rows = models.Client.objects.alias(mailbox=Lower("email")).filter(Q(pk=client_id) | same).order_by("id")
    locked = {row.id: row for row in rows.select_for_update(no_key=True)}
    row = locked.pop(client_id, None)
    if row is None or not row.awaits_proof(email):
        return
    if locked:
        merge_clients(client_id=client_id, into=ClientId(next(iter(locked))), now=now)
        # It tells whoever looks why they are one.
        models.Client.objects.filter(pk=client_id).update(email_proved_at=now)
        return
    row.email_proved_at, row.updated_at, row.version = now, now, row.version + 1
    # Of two who prove it at once for the first time one comes second, and finds the other.
    with unique(VersionConflict(f"Another client with the address of {client_id} was proved just now.")):
        row.save(update_fields=["email_proved_at", "updated_at", "version"])
    signals.client_updated.publish(ClientUpdated(client_id=client_id, occurred_at=now))


@unit_of_work
def sync_client_from_customer(*, customer_id: CustomerId, now: datetime) -> None:
    """Make a client of a customer, or take over what they are called now. Raises customer's CustomerNotFound."""
    person = customer.get_customer(customer_id=customer_id)
    new = statements.upsert_from_customer(customer_id=customer_id, name=person.name, email=person.email, now=now)
    client_id = ClientId(customer_id)
    if new is True:
        signals.client_created.publish(ClientCreated(client_id=client_id, customer_id=customer_id, occurred_at=now))
    elif new is False:
        signals.client_updated.publish(ClientUpdated(client_id=client_id, occurred_at=now))
