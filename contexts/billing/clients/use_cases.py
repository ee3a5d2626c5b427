"""Those who get invoices: entered by staff, or following a customer."""

from datetime import datetime

from contexts.billing.clients import dto, models, signals, statements
from contexts.billing.clients.errors import ClientHasInvoices, ClientNotFound
from contexts.billing.clients.signals import ClientCreated, ClientDeleted, ClientUpdated
from contexts.billing.taxes.use_cases import note_vat_id
from contexts.customer import facade as customer
from gotuto.address import Address
from gotuto.db import lock, unit_of_work
from gotuto.errors import ExpectedVersion, check_version
from gotuto.events import encode
from gotuto.ids import ClientId, CustomerId, new_id


@unit_of_work
def create_client(
    *,
    name: str,
    email: str,
    phone: str = "",
    address: Address | None = None,
    vat_id: str = "",
    invoices_by_mail: bool = True,
    now: datetime,
) -> dto.Client:
    """Enter a client by hand. Raises VatIdInvalid."""
    row = models.Client(id=new_id(), name=name, email=email.lower(), phone=phone, created_at=now, updated_at=now)
    row.address = None if address is None else encode(address)
    row.vat_id = _noted(vat_id, now)
    row.invoices_by_mail = invoices_by_mail
    row.save(force_insert=True)
    signals.client_created.publish(ClientCreated(client_id=ClientId(row.id), customer_id=None, occurred_at=now))
    return row.to_dto()


@unit_of_work
def update_client(
    *,
    client_id: ClientId,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    address: Address | None = None,
    vat_id: str | None = None,
    invoices_by_mail: bool | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.Client:
    """Change what is given of a client; an empty VAT id is none. Raises ClientNotFound, VatIdInvalid, Stale."""
    row = lock(models.Client, client_id, missing=lambda: ClientNotFound(client_id=client_id))
    check_version(expected=expected_version, actual=row.version)
    before = row.to_dto()
    row.name = row.name if name is None else name
    row.email = row.email if email is None else email.lower()
    row.phone = row.phone if phone is None else phone
    row.address = row.address if address is None else encode(address)
    row.vat_id = row.vat_id if vat_id is None else _noted(vat_id, now)
    row.invoices_by_mail = row.invoices_by_mail if invoices_by_mail is None else invoices_by_mail
    if row.to_dto() == before:
        return before
    row.updated_at, row.version = now, row.version + 1
    row.save()
    signals.client_updated.publish(ClientUpdated(client_id=client_id, occurred_at=now))
    return row.to_dto()


def _noted(vat_id: str, now: datetime) -> str | None:
    return note_vat_id(number=vat_id, now=now).number if vat_id else None


@unit_of_work
def delete_client(*, client_id: ClientId, expected_version: ExpectedVersion = None, now: datetime) -> None:
    """Delete a client who never got an invoice. Raises ClientNotFound, ClientHasInvoices, Stale."""
    # The full lock keeps an invoice that is being opened from pointing at the client.
    row = models.Client.objects.select_for_update().filter(pk=client_id).first()
    if row is None:
        raise ClientNotFound(client_id=client_id)
    check_version(expected=expected_version, actual=row.version)
    if row.invoices.exists():
        raise ClientHasInvoices(client_id=client_id)
    row.delete()
    signals.client_deleted.publish(ClientDeleted(client_id=client_id, occurred_at=now))


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
