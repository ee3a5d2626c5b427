"""The rules of unit costs, in plain Python."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from contexts.inventory.costs.errors import CostLineInvalid, UnitCostInvalid, UnitCostMissing
from gotuto.ids import Sku
from gotuto.money import Money

MOST_COST = 1_000_000
# Such as TEA-100;3.20, in a file or as somebody types it.
_HEADER = re.compile(r"[^;,\s\d]+\s*[;,\s]\s*[^;,\d]+")
_LINE = re.compile(r"([^;,\s]+)\s*[;,\s]\s*([0-9]{1,7}(?:\.[0-9]{1,4})?)", re.ASCII)


def checked(sku: Sku, cost: Money | None, *, valued_in: str | None) -> Decimal | None:
    """What a piece costs in the currency in which stock is valued; None where nobody says. Raises UnitCostInvalid."""
    if cost is None:
        return None
    if valued_in is None:
        raise UnitCostInvalid(sku=sku, why="Stock is not valued here, so that no cost would be kept. Leave it out.")
    if cost.currency != valued_in:
        raise UnitCostInvalid(sku=sku, why=f"Stock is valued in {valued_in}. Say what a piece cost in {valued_in}.")
    if not 0 <= cost.amount <= MOST_COST:
        raise UnitCostInvalid(sku=sku, why=f"A piece costs between 0 and {MOST_COST}.")
    return cost.amount


def of_receipt(sku: Sku, cost: Money | None, *, valued_in: str | None) -> Decimal | None:
    """The same of goods that are bought: where stock is valued, they have a cost. Raises UnitCostMissing, UnitCostInvalid."""
    amount = checked(sku, cost, valued_in=valued_in)
    if amount is None and valued_in is not None:
        raise UnitCostMissing(sku=sku, currency=valued_in)
    return amount


def of_correction(sku: Sku, cost: Money | None, *, delta: int, valued_in: str | None) -> Decimal | None:
    """The same of what is found or comes back; what is lost takes its share of the value. Raises UnitCostInvalid."""
    amount = checked(sku, cost, valued_in=valued_in)
    if amount is not None and delta < 0:
        raise UnitCostInvalid(sku=sku, why="What goes is worth the average. Leave the cost out.")
    return amount


def found(sku: Sku, known: Mapping[Sku, Decimal | None], *, valued_in: str) -> Decimal | None:
    """What a piece is worth that is found; None where it is not valued. Raises UnitCostMissing."""
    if sku in known and known[sku] is None:
        raise UnitCostMissing(sku=sku, currency=valued_in)
    return known.get(sku)


def told(lines: Iterable[str], *, currency: str) -> dict[Sku, Money]:
    """What lines of costs say, each a SKU and an amount; the first may be a header. Raises CostLineInvalid, TooPrecise."""
    found: dict[Sku, Money] = {}
    for number, line in enumerate(lines, 1):
        parts = _LINE.fullmatch(line.strip())
        if parts is None and (not line.strip() or (number == 1 and _HEADER.fullmatch(line.strip()))):
            continue
        sku = Sku(parts[1].upper()) if parts else Sku("")
        if parts is None or sku in found:
            raise CostLineInvalid(line=number, found=line.strip()[:80])
        found[sku] = Money.of(parts[2], currency)
    return found
