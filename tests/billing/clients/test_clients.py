"""Those who get invoices: customers and buyers by themselves, others by hand."""

from datetime import UTC, datetime

import pytest

from contexts.billing.clients import dto
from contexts.billing.clients.queries import get_client, list_clients
from contexts.billing.clients.use_cases import create_client, delete_client, sync_client_from_customer, update_client
from contexts.billing.errors import ClientHasInvoices, ClientNotFound
from contexts.billing.invoices.use_cases import void_invoice
from contexts.customer.accounts.use_cases import register_customer, update_customer
from gotuto.address import Address
from gotuto.errors import Stale
from gotuto.ids import ClientId, new_id
from gotuto.paging import PageRequest
from tests.billing import builders
from tests.billing.builders import draft, told

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ADDRESS = Address(name="Bob", line1="Alley 2", postal_code="20095", city="Hamburg", country="DE")


def entered(name="Bob", email="bob@example.com"):
    return create_client(name=name, email=email, now=NOW)


def registered(email="ada@example.com"):
    return register_customer(email=email, password="a-long-password-9", name="Ada", now=NOW)


def test_a_registered_customer_becomes_a_client_under_the_same_id(db, settle):
    person = registered()
    settle()
    client = get_client(client_id=ClientId(person.id))
    assert (client.customer_id, client.name, client.email) == (person.id, "Ada", "ada@example.com")
    assert [fact["client_id"] for fact in told("billing.client_created")] == [str(person.id)]


def test_a_client_follows_his_customer(db, settle):
    person = registered()
    settle()
    update_customer(customer_id=person.id, name="Ada King", now=NOW)
    settle()
    client = get_client(client_id=ClientId(person.id))
    assert (client.name, client.version) == ("Ada King", 2)
    assert len(told("billing.client_updated")) == 1


def test_following_again_changes_nothing(db, settle):
    person = registered()
    settle()
    sync_client_from_customer(customer_id=person.id, now=NOW)
    assert get_client(client_id=ClientId(person.id)).version == 1
    assert told("billing.client_updated") == []


def test_an_order_does_not_wait_until_billing_has_heard_of_the_customer(db, settle):
    person = registered()
    draft(now=NOW, buyer=builders.customer(person.id))
    settle()
    assert get_client(client_id=ClientId(person.id)).customer_id == person.id
    assert len(told("billing.client_created")) == 1


def test_a_client_is_entered_by_hand_and_found_by_his_address(db):
    client = create_client(name="Bob", email="Bob@Example.com", phone="+4940", address=ADDRESS, now=NOW)
    assert get_client(client_id=client.id) == client
    found = list_clients(filters=dto.ClientFilter(email="BOB@example.com"), page=PageRequest())
    assert found.items == (client,)


def test_only_what_is_given_is_changed(db):
    client = entered()
    changed = update_client(client_id=client.id, phone="+4940", address=ADDRESS, expected_version=1, now=NOW)
    assert (changed.name, changed.phone, changed.address, changed.version) == ("Bob", "+4940", ADDRESS, 2)
    changed = update_client(client_id=client.id, name="Bobby", email="B@example.com", now=NOW)
    assert (changed.name, changed.email, changed.phone) == ("Bobby", "b@example.com", "+4940")


def test_a_change_to_the_same_is_none(db):
    client = entered()
    assert update_client(client_id=client.id, name="Bob", now=NOW) == client
    assert told("billing.client_updated") == []


def test_a_decision_on_an_old_version_is_refused(db):
    client = entered()
    with pytest.raises(Stale):
        update_client(client_id=client.id, name="Bobby", expected_version=7, now=NOW)
    with pytest.raises(Stale):
        delete_client(client_id=client.id, expected_version=7, now=NOW)


def test_a_client_without_invoices_can_be_deleted(db):
    client = entered()
    delete_client(client_id=client.id, now=NOW)
    with pytest.raises(ClientNotFound):
        get_client(client_id=client.id)
    assert told("billing.client_deleted") == [{"client_id": str(client.id), "occurred_at": "2026-11-20T09:30:00Z"}]


@pytest.mark.parametrize("void", [False, True])
def test_a_client_with_invoices_is_kept(db, void):
    invoice = draft(now=NOW)
    if void:
        void_invoice(order_id=invoice.order_id, reason="Cancelled", now=NOW)
    with pytest.raises(ClientHasInvoices):
        delete_client(client_id=invoice.client_id, now=NOW)


def test_an_unknown_client_is_not_found(db):
    unknown = ClientId(new_id())
    with pytest.raises(ClientNotFound):
        delete_client(client_id=unknown, now=NOW)
    with pytest.raises(ClientNotFound):
        update_client(client_id=unknown, name="Bob", now=NOW)
