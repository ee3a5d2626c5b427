"""Limits of a SKU: the moment in which nothing is left of it, or it gets down to its reorder point, and that in which it comes back.

Each is told once, by whoever moved its counters. Serving the waiting line moves pieces from those that are waited for to those
that are kept: what is left stays the same, so that nothing is told of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from contexts.inventory.stock import domain, signals
from contexts.inventory.stock.dto import StockItem
from contexts.inventory.stock.statements import Delta, Entry
from contexts.inventory.stock.statements import move as move_counters
from gotuto.ids import Sku


def move(deltas: Sequence[Delta], entry: Entry) -> list[StockItem]:
    """Move counters and write the ledger, and tell of SKUs that crossed a limit; the items that moved."""
    moved = move_counters(deltas, entry)
    by = Counter[Sku]()
    for delta in deltas:
        by[delta.sku] += delta.on_hand - delta.reserved
    tell(moved, by, now=entry.now)
    return moved


def tell(items: Iterable[StockItem], by: Mapping[Sku, int], *, now: datetime) -> None:
    """Tell which of these SKUs, of which so many pieces more (or, below zero, fewer) are left, crossed a limit."""
    for item in items:
        tell_crossed(item, left_before=item.left - by[item.sku], was_low=domain.was_low(item, by[item.sku]), now=now)


def tell_crossed(item: StockItem, *, left_before: int, was_low: bool, now: datetime) -> None:
    """Tell that a SKU is sold out, or not any more, or low, or not any more; its row is locked."""
    is_available = item.left > 0
    if is_available != (left_before > 0):
        signals.availability_changed.publish(
            signals.AvailabilityChanged(stock_item_id=item.id, sku=item.sku, is_available=is_available, occurred_at=now)
        )
    _tell_low(item, was_low=was_low, now=now)


def _tell_low(item: StockItem, *, was_low: bool, now: datetime) -> None:
    if item.is_low and not was_low and item.reorder_point is not None:
        signals.stock_low.publish(
            signals.StockLow(
                stock_item_id=item.id,
                sku=item.sku,
                left=item.left,
                reorder_point=item.reorder_point,
                reorder_quantity=item.reorder_quantity,
                occurred_at=now,
            )
        )
    elif was_low and not item.is_low:
        back = signals.StockReplenished(stock_item_id=item.id, sku=item.sku, left=item.left, occurred_at=now)
        signals.stock_replenished.publish(back)
