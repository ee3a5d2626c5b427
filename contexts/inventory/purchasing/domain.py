"""The rules of purchase orders, in plain Python."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from contexts.inventory.costs.domain import checked
from contexts.inventory.costs.errors import UnitCostInvalid
from contexts.inventory.purchasing.dto import Delivery, PurchaseLine, PurchaseState, Wanted
from contexts.inventory.purchasing.errors import (
    CostInvalid,
    CostMissing,
    NotOrdered,
    PartsReceived,
    PurchaseEmpty,
    PurchaseMoved,
)
from contexts.inventory.stock.domain import check_quantity
from contexts.inventory.suppliers.domain import MOST_COST
from contexts.inventory.suppliers.dto import SupplierGood
from gotuto.ids import Sku
from gotuto.money import Money

MOST_LINES = 500


def ordered(wanted: Sequence[Wanted], goods: Mapping[Sku, SupplierGood], *, currency: str) -> tuple[PurchaseLine, ...]:
    """One line for each SKU, in SKU order, with what it costs. Raises PurchaseEmpty, QuantityOutOfRange, CostMissing, CostInvalid."""
    pieces = Counter[Sku]()
    costs: dict[Sku, Money] = {}
    for one in wanted:
        pieces[one.sku] += one.quantity
        costs[one.sku] = _cost(one, goods.get(one.sku), currency=currency)
    if not 1 <= len(pieces) <= MOST_LINES:
        raise PurchaseEmpty(most=MOST_LINES)
    for quantity in pieces.values():
        check_quantity(quantity)
    return tuple(PurchaseLine(sku=sku, quantity=pieces[sku], received=0, cost=costs[sku]) for sku in sorted(pieces))


def _cost(wanted: Wanted, good: SupplierGood | None, *, currency: str) -> Money:
    cost = wanted.cost or (good.cost if good else None)
    if cost is None:
        raise CostMissing(sku=wanted.sku)
    if cost.currency != currency:
        raise CostInvalid(sku=wanted.sku, why=f"This supplier is paid in {currency}.")
    if not 0 <= cost.amount <= MOST_COST:
        raise CostInvalid(sku=wanted.sku, why=f"A piece costs between 0 and {MOST_COST}.")
    return cost


def total(lines: Iterable[PurchaseLine], *, currency: str) -> Money:
    return sum((line.cost * line.quantity for line in lines), start=Money.zero(currency))


def check_state(state: PurchaseState, *needed: PurchaseState) -> None:
    """Raises PurchaseMoved."""
    if state not in needed:
        raise PurchaseMoved(state=state.value, needed=" or ".join(needed))


def check_untouched(lines: Iterable[PurchaseLine]) -> None:
    """Raises PartsReceived."""
    if any(line.received for line in lines):
        raise PartsReceived


def come(lines: Sequence[PurchaseLine], deliveries: Sequence[Delivery]) -> dict[Sku, int]:
    """How many pieces of each SKU have come; said of none, all that is open has. Raises NotOrdered, QuantityOutOfRange."""
    still_open = {line.sku: line.open for line in lines if line.open}
    if not deliveries:
        return still_open
    pieces = Counter[Sku]()
    for one in deliveries:
        check_quantity(one.quantity)
        pieces[one.sku] += one.quantity
    for sku, quantity in pieces.items():
        if quantity > still_open.get(sku, 0):
            raise NotOrdered(sku=sku, pieces=quantity, open=still_open.get(sku, 0))
    return dict(pieces)


def paid(
    lines: Sequence[PurchaseLine], come: Mapping[Sku, int], said: Sequence[tuple[Sku, Money]], *, valued_in: str | None
) -> dict[Sku, Decimal | None]:
    """What pieces cost that have come, each: what is said, or what was ordered. Raises UnitCostInvalid."""
    costs = {line.sku: line.cost for line in lines} if valued_in else {}
    for sku, cost in said:
        if dict(said)[sku] != cost:
            raise UnitCostInvalid(sku=sku, why="Two costs are said. Receive what cost otherwise by itself.")
    costs |= dict(said)
    return {sku: checked(sku, costs.get(sku), valued_in=valued_in) for sku in come}
