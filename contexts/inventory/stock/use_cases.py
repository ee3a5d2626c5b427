"""What changes the counters of stock."""

from collections.abc import Sequence
from datetime import datetime

from contexts.catalog import facade as catalog
from contexts.inventory.locations.dto import Place
from contexts.inventory.locations.use_cases import place_for_goods
from contexts.inventory.stock import domain, dto, queries, signals, statements
from contexts.inventory.stock.dto import Cause, MovementKind
from contexts.inventory.stock.errors import NotEnoughStock, SkuUnknown
from contexts.inventory.stock.statements import Delta, Entry, Free
from gotuto.db import unit_of_work
from gotuto.ids import ActorId, ProductId, Sku


def availability(*, skus: Sequence[Sku]) -> tuple[dto.Availability, ...]:
    """How many pieces can be bought, in the order of the question; an unknown SKU is simply not available.

    What is not for sale cannot be bought, however much of it lies there. The catalogue is asked each time: news of it would
    come a moment late, and a buyer would be promised what the cart refuses.
    """
    free = queries.free_pieces(skus=skus)
    for_sale = catalog.skus_for_sale(skus=[sku for sku, pieces in free.items() if pieces > 0])
    pieces = {sku: free[sku] for sku in for_sale}
    return tuple(
        dto.Availability(sku=sku, available=pieces.get(sku, 0), is_available=sku in pieces)
        for sku in dict.fromkeys(skus)
    )


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
    return item


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
