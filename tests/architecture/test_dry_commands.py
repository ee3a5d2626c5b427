"""Every command that writes is played dry over a shop with trouble: it says what it would do, and nothing has changed."""

import json
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from contexts.billing.dunning.domain.usual import USUAL
from contexts.billing.dunning.use_cases import pause_client, set_policy
from contexts.catalog.categories.use_cases import create_category
from contexts.catalog.prices.dto import NewPrice
from contexts.catalog.prices.use_cases.entering import enter_prices
from contexts.catalog.products.use_cases.making import create_product
from contexts.catalog.search.use_cases import add_synonyms
from contexts.customer.accounts.use_cases import ensure_customer
from contexts.customer.groups.use_cases import open_group
from contexts.customer.staff.use_cases import ensure_staff
from contexts.customer.tokens import use_cases as tokens
from contexts.notification.models import Notification
from gotuto.commands import OperatorCommand
from gotuto.db import execute, fetch_one
from gotuto.flags.switching import switch
from gotuto.ids import Sku
from gotuto.money import Money
from gotuto.outbox.models import Delivery
from tests.architecture.test_commands import READING, named, parser_of, parsers
from tests.architecture.test_dry_runs import changed, everything
from tests.billing.bankstatements.bank import account, bring
from tests.billing.bankstatements.files import IBAN, Entry, one_statement
from tests.billing.sellers.builders import described
from tests.clients import PASSWORD
from tests.shop import Shop
from tests.thawing import thawed

# They say what they would do in a way of their own, and are tested where they are.
OF_THEIR_OWN = {"backup", "restore", "documents make", "end_unpaid", "stock_audit", "stock_valuation"}
# Nobody waits for a number of it, so that a dry run has no stand-in for it.
MAY_HAVE_GAPS = {"gotuto_outbox_delivery_id_seq", "catalog_searchword_id_seq"}
SOMEBODY = "root@example.com"


@pytest.fixture
def arguments(transactional_db: None, tmp_path: Path) -> dict[str, list[str]]:
    """A shop in which each verb has something to do, and what the verb is called with."""
    ensure_staff(email=SOMEBODY, password=PASSWORD, roles=[], is_superuser=True, now=timezone.now())
    shop = Shop(timezone.now())
    described(now=shop.now)
    account()
    bring(Entry(amount="999.00", text="whose is it?"))
    (tmp_path / "giro.json").write_text(
        json.dumps({"name": "giro", "account": IBAN, "booked_on": "Tag", "amount": "Betrag"})
    )
    (tmp_path / "bank.xml").write_bytes(one_statement(Entry(amount="5.00", text="who?"), number="later"))
    (tmp_path / "seller.json").write_text(json.dumps({"legal_entity": "main", "name": "Coffee Trading"}))
    shop.has("tea")
    shop.pay(shop.order({"TEA": 1}))
    with thawed():
        execute("UPDATE billing_invoice SET issue_date = '2001-01-01' WHERE status = 'paid'")
    for _ in ("one to be credited", "one that is overdue"):
        shop.order({"TEA": 1})
    shop.settle()
    for _ in range(2):
        shop.place({"TEA": 1})
    execute("UPDATE gotuto_sagas_sagarun SET needs_attention = true WHERE state = 'running'")
    execute("UPDATE gotuto_outbox_delivery SET state = 'dead', finished_at = clock_timestamp() - interval '9 years'")
    execute("UPDATE gotuto_outbox_event SET recorded_at = clock_timestamp() - interval '9 years'")
    with thawed():
        execute("UPDATE billing_invoice SET due_date = '2020-01-01' WHERE status = 'sent'")
    execute("UPDATE notification_notification SET status = 'refused'")
    execute(
        "INSERT INTO gotuto_outbound_breaker (destination, failures, open_until, last_error, changed_at)"
        " VALUES ('mail', 5, clock_timestamp(), 'outbound.unreachable', clock_timestamp())"
    )
    [open_number] = fetch_one("SELECT number FROM billing_invoice WHERE status = 'sent'")
    [paused] = fetch_one("SELECT client_id::text FROM billing_invoice WHERE status = 'sent'")
    pause_client(client_id=UUID(paused), until=date(2099, 12, 31), reason="They pay soon", now=timezone.now())
    set_policy(legal_entity="main", is_on=True, steps=USUAL[:1], now=timezone.now())
    [saga] = fetch_one("SELECT min(id::text) FROM gotuto_sagas_sagarun WHERE needs_attention")
    stuck = (
        "UPDATE gotuto_sagas_sagarun SET state = 'compensating' WHERE needs_attention AND id <> %s RETURNING id::text"
    )
    [stuck] = fetch_one(stuck, [saga])
    mail, delivery = Notification.objects.earliest("created_at"), Delivery.objects.earliest("id")
    switch(name="http.csv_export", on=False)
    made = tokens.create_token(email=SOMEBODY, name="till", expires_at=None, now=timezone.now())
    _goods_of_before()
    (tmp_path / "goods.csv").write_text("sku,price\nTEA,5.00\n")
    return {
        "import_file": ["products", str(tmp_path / "goods.csv"), "--confirm"],
        "bank_statement account": ["DE91100000000123456789"],
        "bank_statement import": [str(tmp_path / "bank.xml")],
        "bank_statement mapping": [str(tmp_path / "giro.json")],
        "bank_statement match": [],
        "credit": [open_number, "--reason", "Sent twice"],
        "in_stock": _stock_that_nobody_told_of(),
        "prices enter": ["TEA", "9.90", "--compare-at", "12.00"],
        "prices change": ["--sku", "TEA", "--percent", "10", "--step", "0.10"],
        "prices switch": _a_price_that_has_begun(),
        "prices begin": [],
        "synonyms add": ["couch", "sofa"],
        "synonyms remove": [str(add_synonyms(words=["tea", "cuppa"], now=timezone.now()).id)],
        "search_index": ["--all"],
        "detect_overdue": [],
        "dunning off": ["--seller", "main"],
        "dunning on": [],
        "dunning pause": ["--invoice", open_number, "--until", "2099-12-31", "--reason", "They pay soon"],
        "dunning resume": ["--client", paused],
        "dunning run": [],
        "events backfill": [delivery.handler, "--since", "2001-01-01"],
        "events replay": [str(delivery.event_id), "--handler", delivery.handler],
        "events retry": [],
        "flags off": ["customer.registration"],
        "flags on": ["http.csv_export"],
        "housekeeping": [],
        "notifications resend": [str(mail.id)],
        "outbound breakers": ["--reset", "mail"],
        "outbound retry": [str(mail.id)],
        "retention run": [],
        "saga forward": [stuck, "--reason", "Somebody wants it."],
        "saga retry": [saga],
        "saga stop": [saga, "--reason", "No more."],
        "seller describe": [str(tmp_path / "seller.json")],
        "customer_groups open": ["SCHOOL", "Schools"],
        "customer_groups put": _member(),
        "token create": [SOMEBODY],
        "token revoke": [str(made.token.id)],
        "vat_ids check": ["FR40303265045"],
    }


def _member() -> list[str]:
    """Somebody who is to be put into a group."""
    group = open_group(code="TRADE", name="Resellers", now=timezone.now())
    buyer = ensure_customer(email="ada@example.com", password=PASSWORD, name="Ada", now=timezone.now())
    return [buyer.email, group.code]


def _a_price_that_has_begun() -> list[str]:
    """An hour ago, and no worker has noted it; the arguments of the command that does."""
    begun = timezone.now() - timedelta(hours=1)
    _product("LATER", now=begun - timedelta(hours=2))
    price = NewPrice(sku=Sku("LATER"), price=Money.of("8.00", "EUR"), valid_from=begun)
    enter_prices(prices=[price], now=begun - timedelta(hours=1))
    return []


def _stock_that_nobody_told_of() -> list[str]:
    """As of before the catalogue knew what is in stock."""
    execute("UPDATE catalog_product SET in_stock = NULL")
    return []


def _goods_of_before() -> None:
    """Goods whose ledger has not begun."""
    _product("OLD", now=timezone.now())
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("ALTER TABLE catalog_priceentry DISABLE TRIGGER USER")
    execute("DELETE FROM catalog_priceentry WHERE sku = 'OLD'")
    execute("ALTER TABLE catalog_priceentry ENABLE TRIGGER USER")


def _product(sku: str, *, now: datetime) -> None:
    shelf = create_category(name=f"Shelf of {sku}", now=now)
    create_product(sku=sku, name=sku, price=Money.of("5.00", "EUR"), category_id=shelf.id, now=now)


class NoValkey:
    """Commands tell nobody in a dry run; what is in Valkey is the other tests' business."""

    def keys(self, _: str) -> list[bytes]:
        return []


def told(verb: str, arguments: list[str], *options: str) -> str:
    out = StringIO()
    call_command(*verb.split(), *arguments, *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_no_verb_that_is_tried_changes_anything(arguments: dict[str, list[str]]) -> None:
    writing = {each.prog.removeprefix("manage.py ") for name in named() for each in parsers(parser_of(name))}
    assert set(arguments) == writing - READING - OF_THEIR_OWN
    before = everything(NoValkey())
    for verb, given in arguments.items():
        assert told(verb, given, "--dry-run").endswith("That was a dry run: nothing was changed.\n"), verb
        assert json.loads(told(verb, given, "--dry-run", "--json"))["dry_run"] is True, verb
        assert set(changed(before, everything(NoValkey()))) - MAY_HAVE_GAPS == set(), verb


def test_each_has_something_to_do_there(arguments: dict[str, list[str]]) -> None:
    for verb, given in arguments.items():
        # One saga and one mail for several verbs, each of which leaves them as the next has nothing to do with.
        execute("UPDATE notification_notification SET status = 'refused'")
        execute("UPDATE gotuto_sagas_sagarun SET needs_attention = state IN ('running', 'compensating')")
        before = everything(NoValkey())
        told(verb, given)
        assert changed(before, everything(NoValkey())), verb


class Slow(OperatorCommand):
    """A command that takes too long to be tried."""

    def do(self, options: dict[str, Any]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)" if options["sleeps"] else "SELECT 1 / 0")


def test_what_takes_long_is_not_tried_for_long(transactional_db: None) -> None:
    with pytest.raises(CommandError, match="waits for a second at most"):
        Slow().handle(is_tried=True, json=False, sleeps=True)


def test_another_failure_is_told_as_it_is(transactional_db: None) -> None:
    with pytest.raises(Exception, match="division by zero"):
        Slow().handle(is_tried=True, json=False, sleeps=False)
