"""The rules of purchase orders: what is ordered and costs what, what has come, and what was paid for it."""

from decimal import Decimal

import pytest

from contexts.inventory.purchasing import domain
from contexts.inventory.purchasing.dto import Delivery, PurchaseLine, PurchaseState, Wanted
from contexts.inventory.suppliers.dto import SupplierGood
from gotuto.ids import Sku, SupplierId, new_id
from gotuto.money import Money
from tests.refusals import refused

TEA, CUP = Sku("TEA"), Sku("CUP")


def eur(amount: str | int) -> Money:
    return Money.of(amount, "EUR")


def good(sku: Sku, cost: Money) -> SupplierGood:
    return SupplierGood(
        id=new_id(),
        supplier_id=SupplierId(new_id()),
        sku=sku,
        supplier_sku="",
        cost=cost,
        pack_size=1,
        is_preferred=True,
        version=1,
    )


def line(sku: Sku, quantity: int, received: int = 0, cost: str = "2") -> PurchaseLine:
    return PurchaseLine(sku=sku, quantity=quantity, received=received, cost=eur(cost))


def ordered(*wanted: Wanted) -> tuple[PurchaseLine, ...]:
    return domain.ordered(wanted, {TEA: good(TEA, eur("1.50"))}, currency="EUR")


def test_each_sku_is_ordered_once_in_the_order_of_skus():
    found = ordered(Wanted(sku=TEA, quantity=2), Wanted(sku=CUP, quantity=1, cost=eur(3)), Wanted(sku=TEA, quantity=5))
    assert found == (line(CUP, 1, cost="3"), line(TEA, 7, cost="1.50"))


def test_what_is_said_counts_more_than_what_the_supplier_is_known_to_ask():
    assert ordered(Wanted(sku=TEA, quantity=1, cost=eur(0))) == (line(TEA, 1, cost="0"),)


@pytest.mark.parametrize("count", [0, 501])
def test_an_order_has_one_to_five_hundred_skus(count):
    with refused("inventory.purchase_empty", "between 1 and 500 SKUs"):
        ordered(*(Wanted(sku=Sku(f"S-{n}"), quantity=1, cost=eur(1)) for n in range(count)))


def test_five_hundred_skus_are_ordered_at_once():
    assert len(ordered(*(Wanted(sku=Sku(f"S-{n}"), quantity=1, cost=eur(1)) for n in range(500)))) == 500


@pytest.mark.parametrize("pieces", [(0,), (-1,), (1_000_000, 1)])
def test_pieces_are_a_sensible_number_together(pieces):
    with refused("inventory.quantity_out_of_range"):
        ordered(*(Wanted(sku=TEA, quantity=quantity) for quantity in pieces))


def test_what_costs_nobody_knows_what_is_not_ordered():
    with refused("inventory.cost_missing", "What does CUP cost?"):
        ordered(Wanted(sku=CUP, quantity=1))


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (Money.of(1, "USD"), "TEA: This supplier is paid in EUR."),
        (eur("-0.01"), "TEA: A piece costs between 0 and 1000000."),
        (eur("1000000.01"), "TEA: A piece costs between 0 and 1000000."),
    ],
)
def test_a_piece_costs_a_sensible_amount_in_the_currency_of_the_supplier(cost, words):
    with refused("inventory.cost_invalid", words):
        ordered(Wanted(sku=TEA, quantity=1, cost=cost))


def test_a_piece_may_cost_a_million():
    assert ordered(Wanted(sku=TEA, quantity=1, cost=eur(1_000_000)))[0].cost == eur(1_000_000)


def test_an_order_costs_what_its_pieces_cost():
    assert domain.total([line(TEA, 3), line(CUP, 2, cost="0.50")], currency="EUR") == eur(7)
    assert domain.total([], currency="EUR") == eur(0)


def test_each_step_is_taken_from_where_it_can_be():
    domain.check_state(PurchaseState.DRAFT, PurchaseState.DRAFT, PurchaseState.PLACED)
    with refused("inventory.purchase_moved", "is received; this can be done to one that is draft or placed."):
        domain.check_state(PurchaseState.RECEIVED, PurchaseState.DRAFT, PurchaseState.PLACED)


def test_what_has_come_in_part_is_not_untouched():
    domain.check_untouched([line(TEA, 3), line(CUP, 3)])
    with refused("inventory.parts_received"):
        domain.check_untouched([line(TEA, 3), line(CUP, 3, received=1)])


def test_where_nothing_is_said_all_that_is_open_has_come():
    assert domain.come([line(TEA, 3, received=1), line(CUP, 2, received=2)], []) == {TEA: 2}


def test_of_a_sku_in_two_boxes_the_pieces_are_added_up():
    boxes = [Delivery(sku=TEA, quantity=1), Delivery(sku=TEA, quantity=1)]
    assert domain.come([line(TEA, 3, received=1), line(CUP, 2)], boxes) == {TEA: 2}


@pytest.mark.parametrize(
    ("sku", "quantity", "words"),
    [
        (TEA, 3, "2 pieces of TEA are to come, not 3."),
        (CUP, 1, "0 pieces of CUP are to come, not 1."),
        (Sku("JUG"), 1, "0 pieces of JUG are to come, not 1."),
    ],
)
def test_what_was_not_ordered_is_no_part_of_the_order(sku, quantity, words):
    with refused("inventory.not_ordered", words):
        domain.come([line(TEA, 3, received=1), line(CUP, 2, received=2)], [Delivery(sku=sku, quantity=quantity)])


def test_no_pieces_do_not_come():
    with refused("inventory.quantity_out_of_range"):
        domain.come([line(TEA, 3)], [Delivery(sku=TEA, quantity=0)])


def test_what_came_cost_what_was_ordered_unless_it_is_said_otherwise():
    lines = [line(TEA, 3), line(CUP, 3, cost="4")]
    assert domain.paid(lines, {TEA: 1, CUP: 2}, [(TEA, eur("1.75"))], valued_in="EUR") == {
        TEA: Decimal("1.75"),
        CUP: Decimal(4),
    }
    assert domain.paid(lines, {TEA: 1}, [(TEA, eur(1)), (TEA, eur(1))], valued_in="EUR") == {TEA: Decimal(1)}


def test_where_stock_is_not_valued_no_cost_is_kept():
    assert domain.paid([line(TEA, 3)], {TEA: 1}, [], valued_in=None) == {TEA: None}
    with refused("inventory.unit_cost_invalid", "Stock is not valued here"):
        domain.paid([line(TEA, 3)], {TEA: 1}, [(TEA, eur(1))], valued_in=None)


def test_pieces_of_one_sku_cost_one_amount():
    with refused("inventory.unit_cost_invalid", "TEA: Two costs are said. Receive what cost otherwise by itself."):
        domain.paid([line(TEA, 3)], {TEA: 2}, [(TEA, eur(1)), (TEA, eur(2))], valued_in="EUR")
