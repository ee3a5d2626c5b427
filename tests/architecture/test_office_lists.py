"""Every list of the back office: found by people and numbers, by index, in a constant number of statements; tiles lead there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config import dashboard
from contexts.customer.accounts.use_cases import ensure_customer
from contexts.customer.staff.use_cases import ensure_staff
from contexts.order.orders.dto import Buyer
from gotuto import names
from gotuto.backoffice import BackOffice
from gotuto.db import execute, fetch_all, fetch_one
from gotuto.modules import Figure, modules
from tests.shop import ADDRESS, Shop

pytestmark = pytest.mark.django_db

PAGES = {page.model._meta.label_lower: page for page in admin.site._registry.values()}
LISTS = {label: page for label, page in PAGES.items() if isinstance(page, BackOffice)}
FIGURES = {figure.title: figure for module in modules() for figure in module.figures}
OF_AN_ORDER = [
    "order.order",
    "order.cart",
    "billing.invoice",
    "shipping.shipment",
    "notification.notification",
    "inventory.reservation",
    "inventory.movement",
]
PEOPLE = [*OF_AN_ORDER, "billing.client", "customer.customer"]
# The table whose index must answer words.
SEARCHED = {
    "order.order": "order_orderparty",
    "order.cart": "order_orderparty",
    "billing.invoice": "billing_client",
    "billing.client": "billing_client",
    "shipping.shipment": "order_orderparty",
    "notification.notification": "order_orderparty",
    "inventory.reservation": "order_orderparty",
    "inventory.stockitem": "catalog_product",
    "customer.customer": "customer_customer",
    "customer.user": "customer_user",
}


@dataclass(frozen=True)
class Office:
    """A shop with two buyers, and a superuser who looks at it."""

    shop: Shop
    browser: Client
    order: Any

    def get(self, path: str, query: dict[str, str] | None = None) -> Any:
        answer = self.browser.get(path, query)
        assert answer.status_code == 200
        return answer


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    """Built once; whatever a test changes is rolled back behind it."""
    with django_db_blocker.unblock(), _like_a_test():
        shop = Shop(timezone.now())
        shop.has("tea", pieces=500)
        ordered = bought(shop)
        bought(shop, "bob@example.com", "Bob Babbage")
        yield Office(shop, _superuser(), ordered)
        transaction.set_rollback(True)


def _superuser() -> Client:
    ensure_staff(
        email="chief@example.org", password="a-long-password-9", roles=(), is_superuser=True, now=timezone.now()
    )
    browser = Client()
    assert browser.login(username="chief@example.org", password="a-long-password-9")
    return browser


@contextmanager
def changed() -> Iterator[None]:
    """What happens within is gone afterwards."""
    with _like_a_test():
        yield
        transaction.set_rollback(True)


def _like_a_test() -> transaction.Atomic:
    """A transaction as Django marks the one around a test: what refuses to run within others may run within this."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    return block


def bought(shop: Shop, email: str = "ada.lovelace@example.com", name: str = "Ada Lovelace") -> Any:
    """An order that was paid and sent."""
    customer = ensure_customer(email=email, name=name, password="a-long-password-9", now=shop.now)
    buyer = Buyer(email=email, shipping_address=replace(ADDRESS, name=name))
    order = shop.order({"TEA": 1}, buyer=buyer, customer_id=customer.id)
    shop.pay(order, reference=f"transfer of {order.number}")
    shop.dispatch(order)
    return order


def address(label: str) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_changelist")


def found(office: Office, label: str, words: str) -> int:
    return len(office.get(address(label), {"q": words}).context["cl"].result_list)


def asked_by(office: Office, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        office.get(path)
    return len(asked)


@pytest.mark.parametrize("label", PEOPLE)
def test_people_are_found_by_parts_of_name_and_email_in_every_list(office: Office, label: str) -> None:
    alone = found(office, label, "ada")
    assert alone
    for words in ("Ada Love", "LOVELACE", "ada.lovelace@example.com", "lovelace@exam", "lovelace ada"):
        assert found(office, label, words) == alone, words
    assert found(office, label, "example.com") == 2 * alone
    assert found(office, label, "carol") == 0


@pytest.mark.parametrize("label", OF_AN_ORDER)
def test_what_belongs_to_an_order_is_found_by_its_number_in_any_spelling(office: Office, label: str) -> None:
    number = office.order.number
    spellings = (number, number.lower(), number.removeprefix("A-").lstrip("0"), str(office.order.id))
    assert len({found(office, label, words) for words in spellings}) == 1
    assert found(office, label, number) * 2 == found(office, label, "example.com")
    assert number in office.get(address(label)).content.decode()


def test_invoices_are_found_by_their_number_and_parcels_by_theirs(office: Office) -> None:
    (invoice,) = office.shop.invoices_of(office.order)
    assert found(office, "billing.invoice", invoice.number.lower()) == 1
    assert found(office, "shipping.shipment", "JD01") == 2
    assert found(office, "inventory.stockitem", "tea") == 1
    assert found(office, "inventory.movement", "TEA") > 1


@pytest.mark.parametrize("label", PEOPLE)
def test_whatever_is_typed_is_answered(office: Office, label: str) -> None:
    for words in ("'", "\\", "a' | b:*", "%", "&&", "x" * 5000, "nobody@example.org"):
        assert found(office, label, words) == 0, words
    # Django asks for other words, and shows everything.
    assert found(office, label, "\0ada")


@pytest.mark.parametrize("label", SEARCHED)
def test_a_search_reads_no_table_from_end_to_end(office: Office, label: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        found(office, label, "ada lovelace")
    searches = [one["sql"] for one in asked if "@@" in one["sql"] and SEARCHED[label] in one["sql"]]
    assert searches
    with changed():
        # Over so few rows any plan is as good as another, unless reading all of them is out of the question.
        for method in ("seqscan", "indexscan", "indexonlyscan", "nestloop"):
            execute(f"SET LOCAL enable_{method} = off")
        plans = ["\n".join(line for (line,) in fetch_all(f"EXPLAIN {search}")) for search in searches]
    for plan in plans:
        assert re.search(r"Bitmap Index Scan on \w+_searched", plan), plan


@pytest.mark.parametrize("label", LISTS)
def test_a_list_costs_the_same_number_of_statements_however_long_it_is(office: Office, label: str) -> None:
    few = asked_by(office, address(label))
    with changed():
        for number in range(2):
            bought(office.shop, f"b{number}@example.com", f"Bob {number}")
        assert asked_by(office, address(label)) == few


@pytest.mark.parametrize("title", FIGURES)
def test_a_tile_leads_to_what_it_counts(office: Office, title: str) -> None:
    with changed():
        in_trouble(office.shop)
        assert leads_astray(office, FIGURES[title]) == ""


def test_a_tile_that_leads_to_everything_is_noticed(office: Office) -> None:
    careless = Figure(1, "Paid", "", "SELECT count(*) FROM order_order WHERE status = 'paid'", "order_order")
    assert "counts 0, and leads to 2" in leads_astray(office, careless)


def in_trouble(shop: Shop) -> None:
    """Something that each tile counts, and something that it does not."""
    shop.has("cup", pieces=3)
    shop.order({"TEA": 1})
    execute("UPDATE notification_notification SET status = 'refused' WHERE kind = 'payment_received'")
    execute(
        "UPDATE gotuto_sagas_sagarun SET needs_attention = true"
        " WHERE id = (SELECT id FROM gotuto_sagas_sagarun ORDER BY id LIMIT 1)"
    )
    execute("UPDATE gotuto_outbox_delivery SET state = 'dead' WHERE id = (SELECT max(id) FROM gotuto_outbox_delivery)")
    execute(
        "INSERT INTO gotuto_outbound_breaker (destination, failures, open_until, last_error, changed_at)"
        " VALUES ('a', 5, now(), '', now()), ('b', 1, NULL, '', now())"
    )


def leads_astray(office: Office, figure: Figure) -> str:
    """What a tile counts and what the list shows that it leads to, if these are not the same."""
    (number,) = fetch_one(figure.number)
    shown = office.get(dashboard.page_of(figure)).context["cl"].result_count
    return "" if shown == number else f"{figure.title} counts {number}, and leads to {shown}"


def test_a_name_is_asked_of_its_owner_and_every_kind_has_one() -> None:
    assert names.called("order", [None]) == {}
    assert names.page("product") == ""
    for page in LISTS.values():
        for kind in page.refers.values():
            assert names.called(kind, []) == {}
