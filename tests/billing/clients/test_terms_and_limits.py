"""What staff agree with a client: language, terms, currency; and what keeps a client from owing more."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contexts.billing.clients.queries import get_client
from contexts.billing.clients.use_cases import create_client, update_client
from contexts.billing.errors import ClientOnHold, CreditLimitReached
from contexts.billing.invoices.use_cases import issue_invoice, open_invoice
from contexts.billing.lines.dto import InvoiceLine
from contexts.billing.models import Document, Invoice
from contexts.customer.accounts.use_cases import ensure_customer
from contexts.order.orders.dto import OrderStatus
from gotuto.ids import ClientId, Sku, new_id
from gotuto.money import CurrencyMismatch, Money
from tests.billing import builders
from tests.billing.builders import draft, eur, issued, pay, told
from tests.billing.sellers.builders import described
from tests.clients import staff_api
from tests.shop import Shop, settle

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HOME = {"name": "Bob", "line1": "Alley 2", "postal_code": "20095", "city": "Hamburg", "country": "DE"}
AGREED = {
    "language": "fr",
    "terms_days": 30,
    "currency": "EUR",
    "credit_limit": {"amount": "500.00", "currency": "EUR"},
}


@pytest.fixture
def clerk(db):
    return staff_api("billing")


@pytest.fixture
def bob(clerk):
    return clerk.post("clients/", {"name": "Bob", "email": "bob@example.com", "address": HOME, **AGREED}).json()


def test_terms_are_agreed_over_rest_and_told(bob):
    assert {name: bob[name] for name in AGREED} == AGREED
    assert (bob["on_hold"], bob["hold_reason"], bob["merged_into_id"]) == (False, "", None)


@pytest.mark.parametrize(
    ("name", "none"),
    [("address", None), ("language", ""), ("terms_days", None), ("currency", ""), ("credit_limit", None)],
)
def test_what_is_null_is_cleared(clerk, bob, name, none):
    cleared = {name: None} if name != "currency" else {"currency": None, "credit_limit": None}
    answer = clerk.patch(f"clients/{bob['id']}/", cleared)
    assert (answer.status_code, answer.json()[name]) == (200, none)
    assert answer.json()["email"] == "bob@example.com"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"language": "it"}, "language"),
        ({"terms_days": 366}, "terms_days"),
        ({"terms_days": -1}, "terms_days"),
        ({"currency": "XYZ"}, "currency"),
        ({"credit_limit": {"amount": "1.00", "currency": "USD"}}, "currency"),
        ({"credit_limit": {"amount": "-0.01", "currency": "EUR"}}, "credit_limit"),
    ],
)
def test_what_cannot_be_agreed_is_named(clerk, bob, body, field):
    answer = clerk.patch(f"clients/{bob['id']}/", body)
    assert answer.status_code in (400, 422)
    assert field in answer.text
    assert get_client(client_id=bob["id"]).version == 1


def test_a_limit_says_the_currency_where_there_was_none(db):
    client = create_client(name="Bob", email="bob@example.com", credit_limit=eur("10.00"), now=NOW)
    assert client.currency == "EUR"
    with pytest.raises(CurrencyMismatch):
        update_client(client_id=client.id, currency="USD", now=NOW)


@pytest.fixture
def ada(db):
    """A customer who has ordered for 12.50 EUR before."""
    customer = builders.customer(new_id())
    draft(now=NOW, buyer=customer)
    return customer


def agree(buyer, **agreed):
    update_client(client_id=ClientId(buyer.customer_id), **agreed, now=NOW)


def test_nothing_is_invoiced_to_whoever_is_on_hold(ada):
    agree(ada, on_hold=True, hold_reason="does not answer")
    with pytest.raises(ClientOnHold, match="Nothing new is invoiced to this client: does not answer"):
        draft(now=NOW, buyer=ada)
    assert Invoice.objects.count() == 1
    agree(ada, on_hold=False)
    draft(now=NOW, buyer=ada)


def test_a_hold_needs_no_reason(ada):
    agree(ada, on_hold=True)
    with pytest.raises(ClientOnHold, match=r"to this client\.$"):
        draft(now=NOW, buyer=ada)


def test_a_client_owes_up_to_the_limit(ada):
    agree(ada, credit_limit=eur("25.00"))
    second = draft(now=NOW, buyer=ada)
    refusal = "With 0.01 EUR more this client would owe 25.01 EUR, and 25.00 EUR is the most"
    with pytest.raises(CreditLimitReached, match=refusal):
        draft(now=NOW, buyer=ada, total="0.01")
    issue_invoice(invoice_id=second.id, now=NOW)
    pay(second.id, "5.00", now=NOW)
    draft(now=NOW, buyer=ada, total="5.00")
    with pytest.raises(CreditLimitReached):
        draft(now=NOW, buyer=ada, total="0.01")


def test_a_limit_counts_its_own_currency(ada):
    agree(ada, credit_limit=eur("0.00"))
    line = InvoiceLine(sku=Sku("TEA"), description="Tea", quantity=1, unit_price=Money.of("5.00", "USD"))
    invoice = open_invoice(order_id=None, buyer=ada, currency="USD", lines=[line], now=NOW)
    assert invoice.total == Money.of("5.00", "USD")


def test_an_order_beyond_the_limit_is_cancelled_with_the_reason_and_holds_nothing(db):
    shop = Shop(NOW)
    tea = shop.has("tea", pieces=5)
    person = ensure_customer(email="ada@example.com", name="Ada", password="a-long-password-9", now=shop.now)
    settle()
    update_client(client_id=ClientId(person.id), credit_limit=eur("20.00"), now=shop.now)
    within = shop.order({tea: 1}, customer_id=person.id)
    beyond = shop.order({tea: 1}, customer_id=person.id)
    assert (within.status, beyond.status, beyond.cancellation.code) == (
        OrderStatus.CONFIRMED, OrderStatus.CANCELLED, CreditLimitReached.code
    )  # fmt: skip
    assert shop.free(tea) == 4


def test_the_client_of_a_customer_gets_the_address_of_the_first_order(ada):
    other = replace(ada, phone="+49 40 1", address=replace(ada.address, city="Hamburg"))
    draft(now=NOW, buyer=other)
    client = get_client(client_id=ClientId(ada.customer_id))
    assert (client.address.city, client.phone) == ("Berlin", "")


def test_a_client_who_came_with_the_registration_learns_the_address(db):
    person = ensure_customer(email="ada@example.com", name="Ada", password="a-long-password-9", now=NOW)
    settle()
    buyer = replace(builders.customer(person.id), phone="+49 40 1")
    draft(now=NOW, buyer=buyer)
    client = get_client(client_id=ClientId(person.id))
    assert (client.address.city, client.phone, client.version) == ("Berlin", "+49 40 1", 2)
    assert [fact["client_id"] for fact in told("billing.client_updated")] == [str(person.id)]


def test_a_document_speaks_the_language_of_its_client(ada):
    described()
    agree(ada, language="fr")
    invoice = issued(now=NOW, buyer=ada)
    settle()
    assert Document.objects.get(invoice_id=invoice.id).printed().language == "fr"
