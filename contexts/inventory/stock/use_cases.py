"""What changes the counters of stock."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from msgspec import UNSET, UnsetType

from contexts.catalog import facade as catalog
from contexts.inventory.locations.dto import Place
from contexts.inventory.locations.use_cases import place_for_goods
from contexts.inventory.stock import domain, dto, queries, signals, statements
from contexts.inventory.stock.dto import Cause, MovementKind, SoldOut
from contexts.inventory.stock.errors import NotEnoughStock, SkuUnknown
from contexts.inventory.stock.statements import Delta, Entry, Free
from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import ActorId, ProductId, Sku

# Who is served first with pieces that have come free. Stock knows of no order: reservations, which keep the line, are added when the
# context is loaded. Given are the rows that are locked, as they were before the pieces came; told is whether anybody was served.
Serve = Callable[[Mapping[Sku, Free], datetime], bool]
served_first: list[Serve] = []


def availability(*, skus: Sequence[Sku]) -> tuple[dto.Availability, ...]:
    """How many pieces can be bought, in the order of the question; an unknown SKU is simply not available.

    What is not for sale cannot be bought, however much of it lies there. The catalogue is asked each time: news of it would
    come a moment late, and a buyer would be promised what the cart refuses.
    """
    items = queries.stock_of(skus=skus)
    asked = [sku for sku, item in items.items() if item.available > 0 or item.can_wait or item.expected_at]
    for_sale = {sku: items[sku] for sku in catalog.skus_for_sale(skus=asked)}
    return tuple(domain.offered(sku, for_sale.get(sku)) for sku in dict.fromkeys(skus))


@unit_of_work
def set_sold_out(
    *,
    sku: Sku,
    when_sold_out: SoldOut | UnsetType = UNSET,
    waiting_limit: int | UnsetType | None = UNSET,
    expected_at: datetime | UnsetType | None = UNSET,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.StockItem:
    """Say what becomes of orders for more than is free, for how many pieces they may wait, and when more is promised.

    Who waits already stays in line. Raises SkuUnknown, WaitingLimitOutOfRange, Stale.
    """
    if sku not in statements.lock_free([sku]):
        statements.open_item(sku=sku, product_id=_product_of(sku), now=now)
    item = queries.get_stock_item(sku=sku)
    check_version(expected=expected_version, actual=item.version)
    limit = item.waiting_limit if waiting_limit is UNSET else waiting_limit
    domain.check_waiting_limit(limit)
    way = item.when_sold_out if when_sold_out is UNSET else when_sold_out
    promised = item.expected_at if expected_at is UNSET else expected_at
    if (way, limit, promised) != (item.when_sold_out, item.waiting_limit, item.expected_at):
        statements.set_sold_out(sku, when_sold_out=way, waiting_limit=limit, expected_at=promised, now=now)
        audit_log.record("sold_out_set", sku=sku, when_sold_out=way.value, waiting_limit=limit, expected_at=promised)
    return queries.get_stock_item(sku=sku)


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
    actor: ActorId | None,
    now: datetime,
) -> dto.StockItem:
    """Book pieces that came in, at the main location unless another is named; a SKU fresh in the catalogue needs no preparation.

    Raises QuantityOutOfRange, SkuUnknown, LocationNotFound, LocationClosed.
    """
    domain.check_quantity(quantity)
    place = place_for_goods(location=location)
    entry = Entry(kind=MovementKind.RECEIPT, reason=reason, reference=reference, actor=actor, now=now)
    item = _correct(sku, quantity, place, entry)
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
    actor: ActorId | None,
    now: datetime,
) -> dto.StockItem:
    """Correct the count at a location; reserved pieces are not touched.

    Raises DeltaOutOfRange, ReasonMissing, WrongDirection, SkuUnknown, NotEnoughStock, LocationNotFound, LocationClosed.
    """
    domain.check_adjustment(delta=delta, reason=reason, cause=cause)
    place = place_for_goods(location=location)
    entry = Entry(kind=MovementKind(cause.value), reason=reason, reference=reference, actor=actor, now=now)
    item = _correct(sku, delta, place, entry)
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


def _correct(sku: Sku, by: int, place: Place, entry: Entry) -> dto.StockItem:
    free = statements.lock_free([sku])
    if sku not in free:
        statements.open_item(sku=sku, product_id=_product_of(sku), now=entry.now)
    available = _available(sku, free.get(sku), place, now=entry.now)
    if available + by < 0:
        raise NotEnoughStock(sku=sku, wanted=-by, available=available)
    [item] = statements.move([Delta(sku=sku, on_hand=by, location_id=place.id)], entry)
    return queries.get_stock_item(sku=sku) if _was_served(free, now=entry.now) else item


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
