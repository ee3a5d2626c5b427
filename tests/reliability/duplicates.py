"""Every event handed over three times and out of order, and the same shop in the end.

    python -m tests.reliability.duplicates [--seed 7] [--orders 60]

Two shops live the same lives (placed, paid, sent, arrived, called off); in one of them a postman takes windows of 50
deliveries, hands each over three times, and shuffles them. What a handler does not take yet comes again later.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.reliability.crash_points import shop_of_its_own

WINDOW, COPIES, MOST_ROUNDS = 50, 3, 40

_DUE = """
SELECT d.id, d.handler, e.name, e.schema, e.data::text, e.event_id, e.sequence, e.correlation_id
FROM gotuto_outbox_delivery AS d JOIN gotuto_outbox_event AS e ON e.sequence = d.event_id
WHERE d.state = 'pending' ORDER BY d.id LIMIT %s
"""
_DONE = """
UPDATE gotuto_outbox_delivery SET state = 'done', attempts = 1, finished_at = clock_timestamp() WHERE id = ANY(%s)
"""
_FINAL = """
SELECT 'order', p.email, o.status, count(l.id)::text FROM order_order AS o JOIN order_orderparty AS p ON p.order_id = o.id
JOIN order_orderline AS l ON l.order_id = o.id WHERE p.email LIKE %(who)s GROUP BY p.email, o.status
UNION ALL SELECT 'stream', p.email, s.type, count(*)::text FROM order_streamrow AS s
JOIN order_orderparty AS p ON p.order_id = s.stream_id WHERE p.email LIKE %(who)s GROUP BY p.email, s.type
UNION ALL SELECT 'invoice', p.email, i.status, i.amount_paid::text FROM billing_invoice AS i
JOIN order_orderparty AS p ON p.order_id = i.order_id WHERE p.email LIKE %(who)s
UNION ALL SELECT 'parcel', p.email, s.state, '1' FROM shipping_shipment AS s
JOIN order_orderparty AS p ON p.order_id = s.order_id WHERE p.email LIKE %(who)s
UNION ALL SELECT 'stock', p.email, r.state, '1' FROM inventory_reservation AS r
JOIN order_orderparty AS p ON p.order_id = r.order_id WHERE p.email LIKE %(who)s
UNION ALL SELECT 'mail', recipient, kind, count(*)::text FROM notification_notification
WHERE recipient LIKE %(who)s GROUP BY recipient, kind
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--orders", type=int, default=60)
    wishes = parser.parse_args()
    with shop_of_its_own():
        from config import invariants
        from tests.shop import settle

        clean = live("clean", wishes.orders, settle)
        postman = Postman(random.Random(wishes.seed))
        shuffled = live("shuffled", wishes.orders, postman.work)
        wrong = [str(each) for each in invariants.find_violations()]
    difference = sorted((clean - shuffled) + (shuffled - clean))
    print(f"{wishes.orders} orders, {postman.handed_over} times handed over, {postman.refused} of them not taken,"  # noqa: T201
          f" {len(difference)} differences, {len(wrong)} violations")  # fmt: skip
    for each in [*difference, *wrong]:
        print(each)  # noqa: T201
    return 1 if difference or wrong else 0


class Postman:
    """Delivers without regard for order or number."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.handed_over = 0
        self.refused = 0

    def work(self) -> None:
        from gotuto import wakeups

        sources = {name: take for name, take in wakeups.queues().items() if take.__module__ != "gotuto.outbox.delivery"}
        for _ in range(MOST_ROUNDS):
            while [name for name, take_one in sources.items() if take_one()]:
                pass
            if not self._deliver_a_window():
                return
        raise RuntimeError(f"There is still something to deliver after {MOST_ROUNDS} rounds.")

    def _deliver_a_window(self) -> bool:
        from gotuto.db import execute, fetch_all

        window = fetch_all(_DUE, [WINDOW])
        copies = [row for row in window for _ in range(COPIES)]
        self.dice.shuffle(copies)
        taken = Counter(row[0] for row in copies if self._hand_over(row))
        # Done once it was taken; until then it comes again.
        execute(_DONE, [list(taken)])
        return bool(window)

    def _hand_over(self, row: tuple[Any, ...]) -> bool:
        import msgspec
        from django.utils import timezone

        from gotuto import trace
        from gotuto.db import unit
        from gotuto.errors import BusinessError
        from gotuto.events import Envelope, catalogue
        from gotuto.outbox.handlers import handlers

        _, handler, name, schema, data, event_id, sequence, correlation = row
        self.handed_over += 1
        envelope = Envelope(
            event_id=event_id, sequence=sequence, correlation_id=correlation, causation_id=None, actor=None
        )
        try:
            with trace.bound(correlation, causation=event_id), unit():
                event = catalogue.decode(name, schema, msgspec.json.decode(data))
                handlers.get(handler).handle(event, now=timezone.now(), envelope=envelope)
        except BusinessError:
            self.refused += 1
            return False
        return True


def live(who: str, orders: int, settle: Callable[[], None]) -> Counter[tuple[str, ...]]:
    """So many orders from placing to their ends; what the shop looks like then, without ids and times."""
    from dataclasses import replace

    from django.utils import timezone

    from contexts.order import lifecycle
    from gotuto import wakeups
    from gotuto.db import fetch_all
    from tests.shop import BUYER, STAFF, Shop

    wakeups.notifier.notify = lambda name: None  # type: ignore[method-assign]
    shop = Shop(timezone.now())
    # News waits until there is enough of it to be shuffled.
    shop.settle = lambda: None  # type: ignore[method-assign]
    tea = shop.has(f"tea-{who}", pieces=2 * orders - 10)
    settle()
    placed = [
        shop.place({tea: 2}, buyer=replace(BUYER, email=f"{number}@{who}.example.com")) for number in range(orders)
    ]
    settle()
    confirmed = [each for each in placed if shop.look(each).status == "confirmed"]
    for number, each in enumerate(confirmed):
        if number % 5 == 0:
            lifecycle.cancel_order(order_id=each.id, viewer=STAFF, reason="No.", now=shop.now)
        elif number % 5 > 1:
            shop.pay(each, reference=f"{who} {number}")
    settle()
    sent = [each for each in confirmed if shop.look(each).status == "processing"]
    for each in sent:
        shop.dispatch(each)
        shop.deliver(each)
    settle()
    rows = fetch_all(_FINAL, {"who": f"%@{who}.example.com"})
    return Counter((kind, email.partition("@")[0], *rest) for kind, email, *rest in rows)


if __name__ == "__main__":
    sys.exit(main())
