"""What changes the counters of stock."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from msgspec import UNSET, UnsetType

from contexts.catalog import facade as catalog
from contexts.inventory.costs import domain as costing
from contexts.inventory.costs import statements as costs
from contexts.inventory.locations.dto import Place
from contexts.inventory.locations.use_cases import place_for_goods
from contexts.inventory.stock import domain, dto, limits, queries, signals, statements
from contexts.inventory.stock.dto import Cause, MovementKind, SoldOut
from contexts.inventory.stock.errors import NotEnoughStock, SkuUnknown
from contexts.inventory.stock.statements import Delta, Entry, Free
from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import ActorId, ProductId, Sku
from gotuto.money import Money

# Who is served first with pieces that have come free. Stock knows of no order: reservations, which keep the line, are added when the
# context is loaded. Given are the rows that are locked, as they were before the pieces came; told is whether anybody was served.
Serve = Callable[[Mapping[Sku, Free], datetime], bool]
served_first: list[Serve] = []


@unit_of_work
def update_stock_item(
    *,
    sku: Sku,
    when_sold_out: SoldOut | UnsetType = UNSET,
    waiting_limit: int | UnsetType | None = UNSET,
    expected_at: datetime | UnsetType | None = UNSET,
    reorder_point: int | UnsetType | None = UNSET,
    reorder_quantity: int | UnsetType | None = UNSET,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.StockItem:
    """Say what becomes of orders for more than is free, for how many pieces they may wait, when more is promised, and at how
    many pieces more is to be ordered.

    Who waits already stays in line. Raises SkuUnknown, WaitingLimitOutOfRange, ReorderOutOfRange, Stale.
    """
    if sku not in statements.lock_free([sku]):
        statements.open_item(sku=sku, product_id=_product_of(sku), now=now)
    before = queries.get_stock_item(sku=sku)
    check_version(expected=expected_version, actual=before.version)
    terms = before.terms(
        when_sold_out=when_sold_out,
        waiting_limit=waiting_limit,
        expected_at=expected_at,
        reorder_point=reorder_point,
        reorder_quantity=reorder_quantity,
    )
    domain.check_terms(terms)
    return before if terms == before.terms() else _set_terms(before, terms, now=now)


@unit_of_work
def open_stock_item(*, sku: Sku, product_id: ProductId, now: datetime) -> None:
    """Begin to count a SKU, from zero; does nothing when it is counted already."""
    statements.open_item(sku=sku, product_id=product_id, now=now)


@unit_of_work
def receive_stock(
    *,
    sku: Sku,
    quantity: int,
    reason: str = "",
    reference: str = "",
    location: str | None = None,
    unit_cost: Money | None = None,
    actor: ActorId | None,
    now: datetime,
) -> dto.StockItem:
    """Book pieces that came in, at the main location unless another is named; a SKU fresh in the catalogue needs no preparation.

    Where stock is valued, they come in at a cost. Raises QuantityOutOfRange, SkuUnknown, LocationNotFound, LocationClosed,
    UnitCostMissing, UnitCostInvalid.
    """
    domain.check_quantity(quantity)
    cost = costing.of_receipt(sku, unit_cost, valued_in=costs.valued_in())
    place = place_for_goods(location=location)
    entry = Entry(kind=MovementKind.RECEIPT, reason=reason, reference=reference, actor=actor, now=now)
    item = _correct(sku, quantity, place, entry, cost)
    signals.stock_received.publish(
        signals.StockReceived(
            stock_item_id=item.id,
            sku=sku,
            quantity=quantity,
            available=item.available,
            occurred_at=now,
        )
    )
    return item


@unit_of_work
def adjust_stock(
    *,
    sku: Sku,
    delta: int,
    reason: str,
    cause: Cause = Cause.ADJUSTMENT,
    reference: str = "",
    location: str | None = None,
    unit_cost: Money | None = None,
    actor: ActorId | None,
    now: datetime,
) -> dto.StockItem:
    """Correct the count at a location; reserved pieces are not touched.

    Where stock is valued, what is found or comes back is worth the average of what lies there, what the last piece was worth, or
    `unit_cost`. Raises DeltaOutOfRange, ReasonMissing, WrongDirection, SkuUnknown, NotEnoughStock, LocationNotFound,
    LocationClosed, UnitCostMissing, UnitCostInvalid.
    """
    domain.check_adjustment(delta=delta, reason=reason, cause=cause)
    cost = costing.of_correction(sku, unit_cost, delta=delta, valued_in=costs.valued_in())
    place = place_for_goods(location=location)
    entry = Entry(kind=MovementKind(cause.value), reason=reason, reference=reference, actor=actor, now=now)
    item = _correct(sku, delta, place, entry, cost)
    signals.stock_adjusted.publish(
        signals.StockAdjusted(
            stock_item_id=item.id,
            sku=sku,
            delta=delta,
            available=item.available,
            occurred_at=now,
        )
    )
    return item


def _set_terms(before: dto.StockItem, terms: dto.Terms, *, now: datetime) -> dto.StockItem:
    statements.set_terms(before.sku, terms, now=now)
    audit_log.record("sold_out_set", sku=before.sku, **vars(terms) | {"when_sold_out": terms.when_sold_out.value})
    after = queries.get_stock_item(sku=before.sku)
    limits.tell_crossed(after, left_before=before.left, was_low=before.is_low, now=now)
    return after


def _correct(sku: Sku, by: int, place: Place, entry: Entry, cost: Decimal | None) -> dto.StockItem:
    free = statements.lock_free([sku])
    if sku not in free:
        statements.open_item(sku=sku, product_id=_product_of(sku), now=entry.now)
    available = _available(sku, free.get(sku), place, now=entry.now)
    if available + by < 0:
        raise NotEnoughStock(sku=sku, wanted=-by, available=available)
    cost = _found_at(sku, free.get(sku)) if by > 0 and cost is None else cost
    [item] = limits.move([Delta(sku=sku, on_hand=by, location_id=place.id, cost=cost)], entry)
    return queries.get_stock_item(sku=sku) if _was_served(free, now=entry.now) else item


def _found_at(sku: Sku, free: Free | None) -> Decimal | None:
    """What a piece is worth that nobody has bought; None is the average of those that lie there."""
    currency = costs.valued_in()
    if currency is None or (free is not None and free.valued != 0):
        return None
    return costing.found(sku, costs.worth_of_found([sku]), valued_in=currency)


def _was_served(free: Mapping[Sku, Free], *, now: datetime) -> bool:
    """Whether those who wait for what has come free have got some of it."""
    return any(serve(free, now) for serve in served_first)


def _available(sku: Sku, free: Free | None, place: Place, *, now: datetime) -> int:
    """What is free at a place of a SKU that is locked."""
    if place.id is None:
        return 0 if free is None else free.pieces - free.elsewhere
    statements.open_levels([sku], place.id, now=now)
    on_hand, reserved = statements.levels([sku], place.id)[sku]
    return on_hand - reserved


def _product_of(sku: Sku) -> ProductId:
    try:
        return catalog.get_product_by_sku(sku=sku).id
    except (catalog.errors.ProductNotFound, catalog.errors.InvalidSku):
        raise SkuUnknown(sku=sku) from None
