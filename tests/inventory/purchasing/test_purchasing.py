"""Purchase orders: written down, placed, received in parts, and what they promise to buyers."""

from datetime import date, datetime, time

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from config import invariants
from contexts.inventory.movements.models import Movement
from contexts.inventory.purchasing.dto import Delivery, PurchaseFilter, Wanted
from contexts.inventory.purchasing.errors import (
    CostInvalid,
    CostMissing,
    NotOrdered,
    PartsReceived,
    PurchaseEmpty,
    PurchaseMoved,
    PurchaseOrderNotFound,
)
from contexts.inventory.purchasing.models import PurchaseLine
from contexts.inventory.purchasing.queries import get_purchase_order, list_purchase_orders
from contexts.inventory.purchasing.use_cases import (
    cancel_purchase,
    close_purchase,
    create_purchase_order,
    order_shortages,
    place_purchase_order,
    receive_purchase,
)
from contexts.inventory.replenishment.dto import ShortageFilter
from contexts.inventory.replenishment.queries import list_shortages
from contexts.inventory.stock.errors import QuantityOutOfRange, SkuUnknown
from contexts.inventory.stock.queries import get_stock_item
from contexts.inventory.stock.use_cases import update_stock_item
from contexts.inventory.suppliers.errors import SupplierArchived
from contexts.inventory.suppliers.use_cases import create_supplier, put_supplier_good, update_supplier
from gotuto.errors import Stale
from gotuto.ids import ActorId, PurchaseOrderId, Sku, new_id
from gotuto.money import Money
from gotuto.paging import PageRequest
from tests.inventory.builders import NOW, an_order, lies, location, reserve, stocked, told, waited_for

KEEPER = ActorId(new_id())
TEA, CUP = Sku("TEA"), Sku("CUP")
SOON, LATER = date(2027, 1, 15), date(2027, 2, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    stocked(2)
    stocked(1, "CUP")
    made = create_supplier(name="Tea House", now=NOW)
    for sku, cost in ((TEA, "3.20"), (CUP, "5.00")):
        put_supplier_good(supplier_id=made.id, sku=sku, cost=Money.of(cost, "EUR"), now=NOW)
    return made


def order(house, *, cost=None, **pieces):
    wanted = [
        Wanted(sku=Sku(sku), quantity=quantity, cost=cost and Money.of(cost, "EUR")) for sku, quantity in pieces.items()
    ]
    return create_purchase_order(supplier_id=house.id, lines=wanted, actor=KEEPER, now=NOW)


def place(purchase, promised_on=SOON):
    return place_purchase_order(purchase_order_id=purchase.id, promised_on=promised_on, now=NOW)


def come(purchase, **pieces):
    deliveries = [Delivery(sku=Sku(sku), quantity=quantity) for sku, quantity in pieces.items()]
    return receive_purchase(
        purchase_order_id=purchase.id, deliveries=deliveries, delivery_note="L-1", actor=KEEPER, now=NOW
    )


def promised(sku=TEA):
    moment = get_stock_item(sku=sku).expected_at
    return moment and timezone.localtime(moment).date()


def test_it_costs_what_the_supplier_asks_unless_told_otherwise(house):
    made = order(house, TEA=10, CUP=2)
    assert [(one.sku, one.quantity, str(one.cost)) for one in made.lines] == [
        ("CUP", 2, "5.00 EUR"), ("TEA", 10, "3.20 EUR"),
    ]  # fmt: skip
    assert (made.state, made.total, made.location, made.created_by) == (
        "draft",
        Money.of("42.00", "EUR"),
        "MAIN",
        KEEPER,
    )
    assert order(house, cost="3.00", TEA=10).total == Money.of("30.00", "EUR")


def test_a_draft_promises_nothing_and_a_placed_order_does(house):
    made = order(house, TEA=10)
    assert promised() is None
    placed = place(made)
    assert (placed.state, placed.promised_on, promised()) == ("placed", SOON, SOON)
    assert place(made) == placed
    [fact] = told("inventory.purchase_order_placed")
    assert (fact["reference"], fact["supplier"], fact["promised_on"]) == (made.reference, "TEA-HOUSE", "2027-01-15")


def test_goods_come_in_parts_and_stand_in_the_ledger(house):
    made = place(order(house, TEA=10, CUP=2))
    part = come(made, TEA=4)
    assert ([one.received for one in part.lines], part.state, lies("TEA")) == ([0, 4], "placed", {"MAIN": (6, 0)})
    assert promised() == SOON
    done = come(part)
    assert ([one.received for one in done.lines], done.state, done.closed_at) == ([2, 10], "received", NOW)
    assert promised() is None
    rows = Movement.objects.filter(reference=made.reference, kind="receipt")
    assert (sum(row.delta_on_hand for row in rows), {row.reason for row in rows}) == (12, {"L-1"})
    assert [fact["is_complete"] for fact in told("inventory.purchase_received")] == [False, True]
    assert invariants.find_violations() == []


def test_more_than_was_ordered_is_a_receipt_of_its_own(house):
    made = place(order(house, TEA=10))
    for pieces in ({"TEA": 11}, {"CUP": 1}):
        with pytest.raises(NotOrdered):
            come(made, **pieces)
    with pytest.raises(QuantityOutOfRange):
        come(made, TEA=0)
    come(made, TEA=9)
    with pytest.raises(NotOrdered):
        come(made, TEA=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        PurchaseLine.objects.update(received=11)


def test_who_waits_in_line_is_served_first(house):
    waited_for()
    waiting = an_order()
    reserve(waiting, TEA=5)
    come(place(order(house, TEA=4)), TEA=4)
    assert (get_stock_item(sku=TEA).reserved, get_stock_item(sku=TEA).available) == (5, 1)


def test_goods_come_to_another_location(house):
    location()
    made = create_purchase_order(
        supplier_id=house.id, lines=[Wanted(sku=TEA, quantity=3)], location="HAMBURG", actor=None, now=NOW
    )
    come(place(made))
    assert (made.location, lies("TEA")["HAMBURG"]) == ("HAMBURG", (3, 0))


def test_what_has_not_come_will_not_once_it_is_closed(house):
    made = place(order(house, TEA=10))
    come(made, TEA=1)
    with pytest.raises(PartsReceived):
        cancel_purchase(purchase_order_id=made.id, now=NOW)
    closed = close_purchase(purchase_order_id=made.id, now=NOW)
    assert (closed.state, promised()) == ("received", None)
    assert close_purchase(purchase_order_id=made.id, now=NOW) == closed
    with pytest.raises(PurchaseMoved):
        come(made, TEA=1)


def test_one_that_is_given_up_promises_nothing(house):
    made = place(order(house, TEA=10))
    gone = cancel_purchase(purchase_order_id=made.id, now=NOW)
    assert (gone.state, gone.closed_at, promised()) == ("cancelled", NOW, None)
    assert cancel_purchase(purchase_order_id=made.id, now=NOW) == gone
    for ask in (place, come):
        with pytest.raises(PurchaseMoved):
            ask(made)
    assert cancel_purchase(purchase_order_id=order(house, TEA=1).id, now=NOW).state == "cancelled"


def test_of_several_the_first_is_promised_and_what_somebody_says_by_hand_stays(house):
    later, soon = place(order(house, TEA=1), LATER), place(order(house, TEA=1), SOON)
    assert promised() == SOON
    come(soon)
    assert promised() == LATER
    by_hand = timezone.make_aware(datetime.combine(date(2027, 3, 1), time()))
    update_stock_item(sku=TEA, expected_at=by_hand, now=NOW)
    come(later)
    assert promised() == date(2027, 3, 1)
    place(order(house, TEA=1), SOON)
    assert promised() == date(2027, 3, 1)


def test_without_a_day_nothing_is_promised(house):
    place(order(house, TEA=1), None)
    assert promised() is None


def test_the_worklist_counts_what_is_on_order(house):
    update_stock_item(sku=TEA, reorder_point=5, reorder_quantity=10, now=NOW)

    def short():
        return [
            (one.sku, one.on_order, one.suggested)
            for one in list_shortages(filters=ShortageFilter(), page=PageRequest()).items
        ]

    assert short() == [("TEA", 0, 10)]
    made = order_shortages(supplier_id=house.id, actor=KEEPER, now=NOW)
    assert [(one.sku, one.quantity) for one in made.lines] == [("TEA", 10)]
    assert short() == [("TEA", 10, 0)]
    with pytest.raises(PurchaseEmpty):
        order_shortages(supplier_id=house.id, actor=KEEPER, now=NOW)
    cancel_purchase(purchase_order_id=made.id, now=NOW)
    assert short() == [("TEA", 0, 10)]


def test_what_is_refused(house):
    with pytest.raises(PurchaseEmpty):
        order(house)
    with pytest.raises(QuantityOutOfRange):
        order(house, TEA=0)
    for cost in (Money.of("3.00", "USD"), Money.of("-1.00", "EUR")):
        with pytest.raises(CostInvalid):
            create_purchase_order(
                supplier_id=house.id, lines=[Wanted(sku=TEA, quantity=1, cost=cost)], actor=None, now=NOW
            )
    stocked(1, "POT")
    with pytest.raises(CostMissing):
        order(house, POT=1)
    with pytest.raises(SkuUnknown):
        order(house, cost="1.00", NOTHING=1)
    update_supplier(supplier_id=house.id, is_archived=True, now=NOW)
    with pytest.raises(SupplierArchived):
        order(house, TEA=1)


def test_whoever_has_seen_less_is_told(house):
    made = order(house, TEA=1)
    for ask in (place_purchase_order, cancel_purchase):
        with pytest.raises(Stale):
            ask(purchase_order_id=made.id, expected_version=7, now=NOW)
    with pytest.raises(PurchaseOrderNotFound):
        get_purchase_order(purchase_order_id=PurchaseOrderId(new_id()))
    with pytest.raises(PurchaseOrderNotFound):
        close_purchase(purchase_order_id=PurchaseOrderId(new_id()), now=NOW)


def test_they_are_listed_the_latest_first(house):
    first, second = order(house, TEA=1), order(house, CUP=1)

    def found(**filters):
        return {one.id for one in list_purchase_orders(filters=PurchaseFilter(**filters), page=PageRequest()).items}

    assert found() == {first.id, second.id}
    assert found(sku=CUP) == {second.id}
    assert found(supplier_id=house.id, sku=TEA) == {first.id}
