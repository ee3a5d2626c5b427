"""What is asked of the tables that grow with every order, through the same functions and pages as in production."""

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from django.utils import timezone

from bench.grown import rows
from config import invariants
from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.movements import queries as movements
from contexts.inventory.movements.dto import MovementFilter
from contexts.inventory.stock import dto as stock
from contexts.inventory.stock import queries as inventory
from contexts.notification import dto as mail
from contexts.notification import queries as notification
from contexts.order.orders import event_store
from contexts.order.orders.signals import OrderConfirmed
from gotuto import leases, testing
from gotuto.db import as_json, execute, fetch_all
from gotuto.ids import OrderId, Sku, new_id
from gotuto.outbox import publication, retention
from gotuto.paging import PageRequest

Question = Callable[[], object]
BESTSELLER = Sku("SEED-00000001")
_LONG_AGO = """
UPDATE inventory_stockitem SET updated_at = clock_timestamp() - interval '1 hour'
WHERE updated_at > clock_timestamp() - interval '5 minutes'
"""
_SOME = "SELECT id FROM grown_order, (SELECT max(n) / 1000 + 1 AS nth FROM grown_order) AS step WHERE mod(n, nth) = 0"


class Shop:
    """Answers to the questions, each for another order."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.random = random.Random(7)
        self.ids: Sequence[UUID] = [row[0] for row in fetch_all(_SOME)]
        self.skus = [
            Sku(row[0]) for row in fetch_all("SELECT sku FROM inventory_stockitem ORDER BY sku OFFSET 5 LIMIT 500")
        ]

    def order(self) -> UUID:
        return self.random.choice(self.ids)

    def page(self, path: str, **query: str) -> Question:
        """A page of the back office or a list of the API."""

        def ask() -> None:
            answer = self.client.get(path, query, HTTP_HOST="127.0.0.1")
            assert answer.status_code == 200, (path, answer.status_code, answer.content[:500])

        return ask


def of(kind: rows.Kind, shop: Shop) -> dict[str, Question]:
    return {
        "order events": _stream,
        "outbox": _outbox,
        "stock movements": _movements,
        "mails": _mails,
    }[kind.name](shop)


def _stream(shop: Shop) -> dict[str, Question]:
    def append() -> None:
        event = {"id": new_id(), "stream": new_id(), "version": 1, "type": "OrderPlaced", "schema": 1, "data": {}}
        execute(
            event_store.APPEND,
            {"events": as_json([{**event, "occurred_at": timezone.now()}]), "correlation_id": "grown"},
        )

    return {
        "append an event": append,
        "load the stream of an order": lambda: fetch_all(event_store.LOAD, [shop.order()]),
        "lock a stream": lambda: fetch_all(event_store.LOCK, [shop.order()]),
        "next 500 streams (rebuild)": lambda: fetch_all(event_store.NEXT_STREAMS, [0, 500]),
        "invariants, what changed": _minute,
    }


def _outbox(shop: Shop) -> dict[str, Question]:
    def record() -> None:
        now = timezone.now()
        publication.record([OrderConfirmed(order_id=OrderId(new_id()), occurred_at=now)])

    def deliver() -> None:
        record()
        claims = testing.claim_deliveries()
        for claim in claims:
            testing.finish_delivery(claim)

    return {
        "publish an event": record,
        "claim, and note as done": deliver,
        "claim when nothing is due": lambda: fetch_all(
            testing.CLAIM_OF_DELIVERIES, {"lease": leases.length(), "handlers": ["nobody"]}
        ),
        "purge 1,000 old events": lambda: retention.delete_old_events(timezone.now(), 1000),
        "metrics of deliveries": lambda: fetch_all(testing.OPEN_DELIVERIES),
        "back office, events": shop.page("/admin/gotuto_outbox/event/"),
        "back office, deliveries": shop.page("/admin/gotuto_outbox/delivery/"),
        "back office, events of one order": lambda: shop.page("/admin/gotuto_outbox/event/", q=str(shop.order()))(),
        "back office, events of one name": shop.page("/admin/gotuto_outbox/event/", name="order.order_confirmed"),
        "invariants, what changed": _minute,
    }


def _movements(shop: Shop) -> dict[str, Question]:
    def page(sku: Callable[[], Sku]) -> Question:
        return lambda: movements.list_movements(sku=sku(), filters=MovementFilter(), page=PageRequest(size=20))

    return {
        "movements of a product": page(lambda: shop.random.choice(shop.skus)),
        "movements of the bestseller": page(lambda: BESTSELLER),
        "stock list": lambda: inventory.list_stock_items(filters=stock.StockItemFilter(), page=PageRequest(size=20)),
        "back office, movements": shop.page("/admin/inventory/movement/"),
        "back office, stock": shop.page("/admin/inventory/stockitem/"),
        "invariants, 20 products sold in the last minute": _after(lambda: _touch(shop.skus[:20])),
        "invariants, the bestseller among them": _after(lambda: _touch([BESTSELLER, *shop.skus[:19]])),
        "stock audit (all of the ledger)": find_discrepancies,
    }


def _mails(shop: Shop) -> dict[str, Question]:
    return {
        "mails, newest": lambda: notification.list_notifications(
            filters=mail.NotificationFilter(), page=PageRequest(size=20), of_customer=None
        ),
        "back office, mails": shop.page("/admin/notification/notification/"),
        "back office, mails to somebody": lambda: shop.page(
            "/admin/notification/notification/", q=f"buyer-{shop.random.randint(1, 10_000)}@example.com"
        )(),
        "mails of an order": lambda: fetch_all(
            "SELECT id FROM notification_notification WHERE order_id = %s ORDER BY created_at, id", [shop.order()]
        ),
        "invariants, what changed": _minute,
    }


def _minute() -> Any:
    """What beat looks at each minute."""
    return invariants.find_violations(since=timezone.now() - timedelta(minutes=2))


def _touch(skus: Sequence[str]) -> None:
    execute("UPDATE inventory_stockitem SET updated_at = clock_timestamp() WHERE sku = ANY(%s)", [list(skus)])


def _after(prepare: Callable[[], None]) -> Question:
    def ask() -> object:
        execute(_LONG_AGO)
        prepare()
        return _minute()

    return ask
