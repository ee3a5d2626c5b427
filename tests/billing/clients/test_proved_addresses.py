"""Who opens the link in a mail has read it: the address of a guest is proved, and guests with one proved address are one client."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from contexts.billing.clients.models import Client
from contexts.billing.clients.use_cases import create_client, merge_clients, prove_email, update_client
from contexts.billing.invoices.dto import Buyer, Invoice
from contexts.billing.invoices.models import Invoice as InvoiceRow
from contexts.billing.invoices.use_cases import issue_invoice
from gotuto import capabilities
from gotuto.db import execute, lock
from gotuto.ids import ClientId, InvoiceId, new_id
from tests.billing import builders
from tests.billing.builders import credit, issued, open_mail, told
from tests.billing.sellers.builders import described
from tests.catalog.builders import at_once
from tests.clients import Api, customer_api, staff_api
from tests.holding import held
from tests.shop import Shop

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ADA = "ada@example.com"

pytestmark = pytest.mark.django_db


def guests(minute: int, email: str = ADA) -> Invoice:
    """An issued invoice of a guest's order, which was placed some minutes after the shop opened."""
    return issued(now=NOW + timedelta(minutes=minute), buyer=replace(builders.guest(), email=email))


def client_of(invoice: Invoice) -> Client:
    row = InvoiceRow.objects.select_related("client").get(id=invoice.id)
    assert row.client is not None
    return row.client


def is_proved(invoice: Invoice) -> bool:
    return client_of(invoice).email_proved_at is not None


@pytest.fixture
def clerk():
    return staff_api("billing")


def test_the_link_in_the_mail_proves_the_address(clerk, settings):
    settings.GOTUTO_PUBLIC_URL = "https://shop.example.com"
    described(now=NOW)
    shop = Shop(NOW)
    shop.has("tea")
    (invoice,) = shop.invoices_of(shop.order({"TEA": 1}))
    before = clerk.get(f"clients/{invoice.client_id}/").json()
    [link] = [line.strip() for line in mail.outbox[0].body.splitlines() if "/document/" in line]

    answer = Api().get(link.removeprefix("https://shop.example.com"))

    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    after = clerk.get(f"clients/{invoice.client_id}/").json()
    assert (before["email_proved_at"], after["email_proved_at"] is None) == (None, False)
    assert after["version"] == before["version"] + 1
    assert [fact["client_id"] for fact in told("billing.client_updated")] == [str(invoice.client_id)]


def test_the_next_order_is_joined_once_its_own_link_was_opened(clerk):
    first, second = guests(0), guests(1, "Ada@Example.com")
    open_mail(first.id)
    assert client_of(second).id == second.client_id

    open_mail(second.id)

    assert {client_of(one).id for one in (first, second)} == {first.client_id}
    assert len(clerk.get(f"invoices/?client_id={first.client_id}").json()["results"]) == 2
    gone = clerk.get(f"clients/{second.client_id}/").json()
    assert (gone["merged_into_id"], gone["email_proved_at"] is None) == (str(first.client_id), False)
    assert [one["id"] for one in clerk.get(f"clients/?email={ADA}").json()["results"]] == [str(first.client_id)]
    assert [(fact["client_id"], fact["into"]) for fact in told("billing.clients_merged")] == [
        (str(second.client_id), str(first.client_id))
    ]


def test_who_proved_it_first_stays_whoever_ordered_first():
    first, second = guests(0), guests(1)
    open_mail(second.id)
    open_mail(first.id)
    assert client_of(first).id == second.client_id


def test_to_type_an_address_or_to_have_the_order_joins_nobody():
    adas, mallorys = guests(0), guests(1)
    open_mail(adas.id)
    own = capabilities.issue(kind="order", subject_id=mallorys.order_id)
    assert Api(**{"X-Order-Token": own}).get(f"invoices/{mallorys.id}/document/").status_code == 202
    assert Api().get(f"invoices/{mallorys.id}/document/?token=x").status_code == 404
    assert (client_of(mallorys).id, is_proved(mallorys)) == (mallorys.client_id, False)


def test_staff_who_have_the_link_prove_nothing(clerk):
    invoice = guests(0)
    assert open_mail(invoice.id, **clerk.headers) == 202
    assert not is_proved(invoice)


def test_a_customer_has_an_account_and_proves_nothing_by_a_link():
    customer_id = customer_api(ADA).get("customers/me/").json()["id"]
    invoice = issued(now=NOW, buyer=replace(builders.customer(customer_id)))
    open_mail(invoice.id)
    open_mail(guests(1).id)
    assert (client_of(invoice).customer_id is None, is_proved(invoice)) == (False, False)
    assert Client.objects.filter(merged_into=None).count() == 2


def test_the_mail_with_a_credit_note_is_a_mail_too():
    invoice = guests(0)
    open_mail(credit(invoice.id, now=NOW).id)
    assert is_proved(invoice)


def test_only_the_order_that_made_the_client_proves_its_address():
    first, second = guests(0), guests(1)
    merge_clients(client_id=ClientId(second.client_id), into=ClientId(first.client_id), now=NOW)
    open_mail(second.id)
    assert not is_proved(first)
    open_mail(first.id)
    assert is_proved(first)


class TestAnotherAddress:
    def test_a_mail_to_the_former_one_proves_nothing(self):
        invoice = guests(0)
        update_client(client_id=ClientId(invoice.client_id), email="lovelace@example.com", now=NOW)
        open_mail(invoice.id)
        assert not is_proved(invoice)

    def test_is_unproved_again(self):
        invoice = guests(0)
        open_mail(invoice.id)
        update_client(client_id=ClientId(invoice.client_id), email="ADA@example.com", now=NOW)
        assert is_proved(invoice)
        update_client(client_id=ClientId(invoice.client_id), email="lovelace@example.com", now=NOW)
        assert not is_proved(invoice)

    def test_guests_with_different_ones_stay_apart(self):
        adas, bobs = guests(0), guests(1, "bob@example.com")
        open_mail(adas.id)
        open_mail(bobs.id)
        assert is_proved(adas)
        assert is_proved(bobs)
        assert client_of(adas) != client_of(bobs)


class TestOfStaff:
    """What staff entered or agreed is theirs: no link changes it."""

    @pytest.fixture
    def by_hand(self, clerk):
        """An issued invoice by hand, and whom it is made out to."""
        client = create_client(name="Ada", email=ADA, now=NOW - timedelta(days=1))
        line = {"description": "Advice", "quantity": 1, "unit_price": {"amount": "80.00", "currency": "EUR"}}
        made = clerk.post("invoices/", {"client_id": str(client.id), "lines": [line]}).json()
        issue_invoice(invoice_id=InvoiceId(made["id"]), now=NOW)
        return client, made["id"]

    def test_a_client_by_hand_is_neither_proved_nor_merged(self, by_hand):
        client, invoice_id = by_hand
        open_mail(guests(0).id)
        open_mail(invoice_id)
        row = Client.objects.get(id=client.id)
        assert (row.email_proved_at, row.merged_into_id) == (None, None)

    def test_nor_is_it_when_it_has_the_invoices_of_a_guest(self, by_hand):
        client, _ = by_hand
        invoice = guests(0)
        merge_clients(client_id=ClientId(invoice.client_id), into=client.id, now=NOW)
        open_mail(invoice.id)
        assert (client_of(invoice).id, is_proved(invoice)) == (client.id, False)

    @pytest.mark.parametrize(
        "agreed", [{"on_hold": True}, {"credit_limit": builders.eur("5.00")}], ids=["hold", "limit"]
    )
    def test_nobody_leaves_a_hold_or_a_limit_behind(self, agreed):
        first, second = guests(0), guests(1)
        open_mail(first.id)
        update_client(client_id=ClientId(second.client_id), **agreed, now=NOW)
        open_mail(second.id)
        assert (client_of(second).id, is_proved(second)) == (second.client_id, False)

    def test_a_hold_stays_with_the_one_that_stays(self):
        first, second = guests(0), guests(1)
        open_mail(first.id)
        update_client(client_id=ClientId(first.client_id), on_hold=True, now=NOW)
        open_mail(second.id)
        assert client_of(second).id == first.client_id
        assert client_of(second).on_hold


class TestWhatItCosts:
    def test_a_link_that_proves_nothing_new_costs_what_every_reading_costs(self):
        first, second = guests(0), guests(1)
        open_mail(first.id)
        open_mail(second.id)
        with CaptureQueriesContext(connection) as proved:
            open_mail(second.id)
        own = capabilities.issue(kind="order", subject_id=first.order_id)
        with CaptureQueriesContext(connection) as by_order:
            Api(**{"X-Order-Token": own}).get(f"invoices/{first.id}/document/")
        assert len(proved) == len(by_order) == 1
        assert proved[0]["sql"].startswith("SELECT")
        assert len(told("billing.client_updated")) == len(told("billing.clients_merged")) == 1

    def test_nothing_happens_to_whom_it_is_no_news_of(self):
        first, second = guests(0), guests(1)
        merge_clients(client_id=ClientId(second.client_id), into=ClientId(first.client_id), now=NOW)
        for client_id in (second.client_id, new_id()):
            prove_email(client_id=ClientId(client_id), email=ADA, now=NOW)
        assert not Client.objects.exclude(email_proved_at=None).exists()


class TestWhenItFails:
    @pytest.mark.django_db(transaction=True)
    def test_the_document_waits_for_no_lock_for_long_and_the_next_time_proves_it(self):
        invoice = guests(0)
        execute("SET lock_timeout = '50ms'")
        with held(lambda: lock(Client, invoice.client_id, missing=AssertionError)):
            assert open_mail(invoice.id) == 202
            assert not is_proved(invoice)
        open_mail(invoice.id)
        assert is_proved(invoice)

    def test_a_fault_that_does_not_pass_is_not_hidden(self):
        invoice = guests(0)
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute("ALTER TABLE billing_client ADD CONSTRAINT planted CHECK (email_proved_at IS NULL)")
        assert open_mail(invoice.id) == 500


@pytest.mark.django_db(transaction=True)
def test_many_links_at_once_make_one_client():
    invoices = [guests(minute) for minute in range(4)]
    assert at_once(*[lambda one=one: open_mail(one.id) for one in invoices for _ in range(2)]) == [202] * 8
    assert len({client_of(one).id for one in invoices}) == 1
    assert Client.objects.exclude(email_proved_at=None).filter(merged_into=None).count() == 1
    assert len(told("billing.clients_merged")) == 3


def test_the_database_has_no_second_guest_with_a_proved_address():
    first, second = guests(0), guests(1)
    open_mail(first.id)
    with pytest.raises(IntegrityError, match="billing_client_one_per_proved_email"), transaction.atomic():
        Client.objects.filter(id=second.client_id).update(email=ADA.upper(), email_proved_at=NOW)


def test_a_guest_without_an_address_proves_nothing():
    invoice = issued(now=NOW, buyer=Buyer(name="Ada", email=""))
    open_mail(invoice.id)
    open_mail(issued(now=NOW + timedelta(minutes=1), buyer=Buyer(name="Bob", email="")).id)
    assert Client.objects.filter(merged_into=None).count() == 2
