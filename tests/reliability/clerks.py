"""Those who work in the warehouse: each does what comes, with dice of their own."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

Deed = Callable[["Clerk"], str]


class Clerk:
    """One thread's way through the warehouse, with dice of its own."""

    def __init__(self, number: int, seed: int, skus: list[Any], places: list[str]) -> None:
        self.dice, self.skus, self.places = random.Random(seed * 1000 + number), skus, places
        self.orders: list[Any] = []
        self.sent: list[Any] = []
        self.ordered: list[Any] = []
        self.supplier: Any = None
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def work(self, over: threading.Event) -> None:
        """Whatever comes, until it is over; refusals are answers."""
        from gotuto.errors import BusinessError

        while not over.is_set():
            deed = self.dice.choices(list(DEEDS), list(DEEDS.values()))[0]
            try:
                self.done[deed(self)] += 1
            except BusinessError as refusal:
                self.refused[refusal.code] += 1

    def basket(self, most: int = 4) -> list[Any]:
        from contexts.inventory.dto import StockLine

        wanted = self.dice.sample(self.skus, self.dice.randint(1, most))
        return [StockLine(sku=sku, quantity=self.dice.randint(1, 5)) for sku in wanted]

    def place(self) -> str:
        return self.dice.choice(self.places)

    def cost(self) -> Any:
        from gotuto.money import Money

        return Money.of(f"{self.dice.randint(1, 999)}e-2", "EUR")


def is_valued() -> bool:
    from contexts.inventory.costs.statements import valued_in

    return valued_in() is not None


def receive(clerk: Clerk) -> str:
    from django.utils import timezone

    from contexts.inventory.stock.use_cases import receive_stock

    sku, pieces = clerk.dice.choice(clerk.skus), clerk.dice.randint(1, 12)
    cost = clerk.cost() if is_valued() else None
    receive_stock(sku=sku, quantity=pieces, location=clerk.place(), unit_cost=cost, actor=None, now=timezone.now())
    return "receipts"


def correct(clerk: Clerk) -> str:
    from django.utils import timezone

    from contexts.inventory.stock.use_cases import adjust_stock

    sku, delta = clerk.dice.choice(clerk.skus), clerk.dice.choice((-3, -1, 2))
    adjust_stock(sku=sku, delta=delta, reason="Found", location=clerk.place(), actor=None, now=timezone.now())
    return "corrections"


def reserve(clerk: Clerk) -> str:
    from django.utils import timezone

    from contexts.inventory.reservations.use_cases import reserve_stock
    from gotuto.ids import OrderId, new_id

    order = OrderId(new_id())
    reserve_stock(order_id=order, lines=clerk.basket(), now=timezone.now())
    clerk.orders.append(order)
    return "reservations"


def leave(clerk: Clerk) -> str:
    """An order ends: its parcel goes, it is called off, or it ends with others."""
    from django.utils import timezone

    from contexts.inventory.reservations import use_cases

    if not clerk.orders:
        return "nothing to do"
    order = clerk.orders.pop(clerk.dice.randrange(len(clerk.orders)))
    way = clerk.dice.choice(("commits", "releases", "releases of many"))
    if way == "releases of many":
        ending, clerk.orders = [order, *clerk.orders], []
        use_cases.release_stock_of_orders(order_ids=ending, now=timezone.now())
    else:
        end = use_cases.commit_stock if way == "commits" else use_cases.release_stock
        end(order_id=order, now=timezone.now())
    return way


def transfer(clerk: Clerk) -> str:
    """Goods are sent, or come in: half of what is on its way, or all, and now and then some are missing."""
    from django.utils import timezone

    from contexts.inventory.transfers import use_cases
    from contexts.inventory.transfers.dto import Arrival

    now = timezone.now()
    if clerk.sent and clerk.dice.random() < 0.6:
        one = clerk.sent.pop()
        line = clerk.dice.choice([line for line in one.lines if line.in_transit])
        lost = Arrival(sku=line.sku, missing=1)
        arrivals = [] if clerk.dice.random() < 0.5 else [lost]
        after = use_cases.receive_transfer(transfer_id=one.id, arrivals=arrivals, actor=None, now=now)
        clerk.sent += [after] if after.state == "sent" else []
        return "transfers received"
    start, end = clerk.dice.sample(clerk.places, 2)
    made = use_cases.create_transfer(from_location=start, to_location=end, lines=clerk.basket(3), actor=None, now=now)
    clerk.sent.append(use_cases.send_transfer(transfer_id=made.id, actor=None, now=now))
    return "transfers sent"


def count(clerk: Clerk) -> str:
    """A shelf is counted while goods move, and what was found is booked."""
    from django.utils import timezone

    from contexts.inventory.stocktakes import use_cases
    from contexts.inventory.stocktakes.dto import Count, LineFilter
    from contexts.inventory.stocktakes.queries import list_lines
    from gotuto.paging import PageRequest

    now = timezone.now()
    skus = clerk.dice.sample(clerk.skus, 3)
    shelf = use_cases.open_stocktake(skus=skus, location=clerk.place(), actor=None, now=now)
    guess = [Count(sku=sku, quantity=clerk.dice.randint(0, 60)) for sku in skus]
    use_cases.count(stocktake_id=shelf.id, counts=guess, actor=None, now=now)
    seen = list_lines(stocktake_id=shelf.id, filters=LineFilter(), page=PageRequest()).items
    near = [Count(sku=one.sku, quantity=max((one.expected or 0) + clerk.dice.randint(-2, 2), 0)) for one in seen]
    use_cases.count(stocktake_id=shelf.id, counts=near, actor=None, now=now)
    closed = use_cases.close_stocktake(stocktake_id=shelf.id, actor=None, now=now)
    return "stocktakes" if closed.state == "closed" else "stocktakes in the way of reservations"


def purchase(clerk: Clerk) -> str:
    """Goods are ordered, or come: all that is open, or a part; now and then the rest is given up."""
    from django.utils import timezone

    from contexts.inventory.purchasing import use_cases
    from contexts.inventory.purchasing.dto import Delivery, Wanted

    now = timezone.now()
    if clerk.ordered and clerk.dice.random() < 0.7:
        one = clerk.ordered.pop()
        if clerk.dice.random() < 0.2:
            use_cases.close_purchase(purchase_order_id=one.id, now=now)
            return "purchase orders closed"
        line = clerk.dice.choice([line for line in one.lines if line.open])
        part = [] if clerk.dice.random() < 0.4 else [Delivery(sku=line.sku, quantity=clerk.dice.randint(1, line.open))]
        after = use_cases.receive_purchase(purchase_order_id=one.id, deliveries=part, actor=None, now=now)
        clerk.ordered += [after] if after.state == "placed" else []
        return "purchase orders received"
    wanted = [Wanted(sku=line.sku, quantity=line.quantity, cost=clerk.cost()) for line in clerk.basket(3)]
    made = use_cases.create_purchase_order(
        supplier_id=clerk.supplier, lines=wanted, location=clerk.place(), actor=None, now=now
    )
    promised = now.date() if clerk.dice.random() < 0.5 else None
    clerk.ordered.append(use_cases.place_purchase_order(purchase_order_id=made.id, promised_on=promised, now=now))
    return "purchase orders placed"


DEEDS: dict[Deed, int] = {receive: 25, correct: 5, reserve: 40, leave: 25, transfer: 15, count: 4, purchase: 10}
