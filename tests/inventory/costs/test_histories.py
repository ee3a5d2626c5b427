"""The moving average: whatever happens to the pieces of a SKU, their value is what the ledger says, and no cent is lost."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.costs.errors import UnitCostMissing
from contexts.inventory.movements.models import Movement
from contexts.inventory.reservations.use_cases import commit_stock, reserve_stock
from contexts.inventory.stock.dto import Cause
from contexts.inventory.stock.errors import NotEnoughStock
from contexts.inventory.stock.models import StockItem
from contexts.inventory.stock.use_cases import adjust_stock, receive_stock
from contexts.inventory.transfers.dto import Arrival
from contexts.inventory.transfers.use_cases import create_transfer, receive_transfer, send_transfer
from gotuto.ids import Sku
from gotuto.money import Money
from tests.inventory.builders import an_order, lines, location, product
from tests.inventory.valuation.builders import later

TEA = Sku("TEA")
PLACES = ["MAIN", "HAMBURG", "KIEL"]

_pieces, _place = some.integers(1, 9), some.sampled_from(PLACES)
DEEDS = some.one_of(
    some.tuples(some.just("receive"), _pieces, _place, some.integers(0, 500)),
    some.tuples(some.just("sell"), _pieces),
    some.tuples(some.just("scrap"), _pieces, _place),
    some.tuples(some.just("return"), _pieces, _place),
    some.tuples(some.just("send"), _pieces, _place, _place, some.integers(0, 9)),
)


class Books:
    """What the rule says, in whole cents: an issue takes its share, the last piece takes the rest."""

    def __init__(self):
        self.pieces, self.value, self.last = 0, 0, None

    def comes(self, pieces, worth):
        self.pieces, self.value = self.pieces + pieces, self.value + worth
        self.last = Decimal(worth) / pieces

    def share(self, pieces):
        return int((Decimal(self.value) * pieces / self.pieces).quantize(Decimal(1), rounding=ROUND_HALF_UP))

    def goes(self, *lines):
        """Pieces leave in one go, from one place or several."""
        upto = [self.share(sum(lines[: number + 1])) for number in range(len(lines))]
        self.last = Decimal(upto[-1] - (upto[-2] if upto[1:] else 0)) / lines[-1]
        self.pieces, self.value = self.pieces - sum(lines), self.value - upto[-1]

    def back(self, pieces):
        each = self.last if self.pieces == 0 else None
        worth = self.share(pieces) if each is None else int((each * pieces).quantize(Decimal(1), ROUND_HALF_UP))
        self.comes(pieces, worth)


def receive(books, pieces, place, cents):
    cost = Money(Decimal(cents).scaleb(-2), "EUR")
    receive_stock(sku=TEA, quantity=pieces, location=place, unit_cost=cost, actor=None, now=later())
    books.comes(pieces, cents * pieces)


def sell(books, pieces):
    order = an_order()
    reserve_stock(order_id=order, lines=lines(TEA=pieces), now=later())
    commit_stock(order_id=order, now=later())
    left = (
        Movement.objects.filter(kind="commit", order_id=order)
        .order_by("id")
        .values_list("delta_on_hand", "location_id")
    )
    for there in ([-pieces for pieces, at in left if at is None], [-pieces for pieces, at in left if at is not None]):
        if there:
            books.goes(*there)


def scrap(books, pieces, place):
    adjust_stock(sku=TEA, delta=-pieces, reason="Broke", cause=Cause.SCRAP, location=place, actor=None, now=later())
    books.goes(pieces)


def come_back(books, pieces, place):
    adjust_stock(sku=TEA, delta=pieces, reason="Returned", cause=Cause.RETURN, location=place, actor=None, now=later())
    books.back(pieces)


def send(books, pieces, start, end, missing):
    if start == end or missing > pieces:
        return
    made = create_transfer(from_location=start, to_location=end, lines=lines(TEA=pieces), actor=None, now=later())
    send_transfer(transfer_id=made.id, actor=None, now=later())
    assert value() == (books.pieces, books.value), "what is on its way is worth what it was"
    arrival = Arrival(sku=TEA, quantity=pieces - missing, missing=missing)
    receive_transfer(transfer_id=made.id, arrivals=[arrival], actor=None, now=later())
    if missing:
        last, _ = books.last, books.goes(missing)
        books.last = last


DO = {"receive": receive, "sell": sell, "scrap": scrap, "return": come_back, "send": send}


def value():
    row = StockItem.objects.get(sku=TEA)
    return row.valued_quantity, int(row.value_amount * 100)


@pytest.fixture
def valued(settings, db):
    settings.GOTUTO_STOCK_VALUATION = "EUR"
    product("TEA")
    location("HAMBURG")
    location("KIEL")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(DEEDS, max_size=14))
def test_any_history_keeps_the_value_of_its_ledger(valued, history):
    with transaction.atomic():
        play(history)
        transaction.set_rollback(True)  # each history begins with an empty warehouse


def play(history):
    books = Books()
    receive(books, 3, "MAIN", 333)
    for name, *rest in history:
        before = vars(books).copy()
        try:
            with transaction.atomic():
                DO[name](books, *rest)
        except (NotEnoughStock, UnitCostMissing):
            vars(books).update(before)
        assert value() == (books.pieces, books.value)
        assert books.value >= 0
        assert books.pieces or not books.value
    assert find_discrepancies() == ()
    sums = Counter()
    for pieces, amount in Movement.objects.exclude(value_amount=None).values_list("valued_quantity", "value_amount"):
        sums.update(pieces=pieces, cents=int(amount * 100))
    assert (sums["pieces"], sums["cents"]) == (books.pieces, books.value)
