"""What changes the stock."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from contexts.catalog import facade as catalog
from contexts.inventory import domain, dto, models, queries, signals, statements
from contexts.inventory.dto import MovementKind, ReservationState, StockLine
from contexts.inventory.errors import NotEnoughStock, ReservationNotFound, SkuUnknown
from contexts.inventory.statements import Delta
from gotuto.db import unit_of_work
from gotuto.ids import ActorId, OrderId, ProductId, Sku


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
def receive_stock(*, sku: Sku, quantity: int, reason: str = "", actor: ActorId | None, now: datetime) -> dto.StockItem:
    """Book pieces that came in; a SKU fresh in the catalogue needs no preparation. Raises QuantityOutOfRange, SkuUnknown."""
    domain.check_quantity(quantity)
    item = _correct(sku, by=quantity, kind=MovementKind.RECEIPT, reason=reason, actor=actor, now=now)
    signals.stock_received.publish(
        signals.StockReceived(
            stock_item_id=item.id, sku=sku, quantity=quantity, available=item.available, occurred_at=now
        )
    )
    return item


@unit_of_work
def adjust_stock(*, sku: Sku, delta: int, reason: str, actor: ActorId | None, now: datetime) -> dto.StockItem:
    """Correct the count; reserved pieces are not touched. Raises DeltaOutOfRange, ReasonMissing, SkuUnknown, NotEnoughStock."""
    domain.check_adjustment(delta=delta, reason=reason)
    item = _correct(sku, by=delta, kind=MovementKind.ADJUSTMENT, reason=reason, actor=actor, now=now)
    signals.stock_adjusted.publish(
        signals.StockAdjusted(stock_item_id=item.id, sku=sku, delta=delta, available=item.available, occurred_at=now)
    )
    return item


@unit_of_work
def reserve_stock(
    *, order_id: OrderId, lines: Sequence[dto.StockLine], allowance: dto.Allowance | None = None, now: datetime
) -> dto.Reservation:
    """Keep all pieces for an order, or none; the repeat with the same lines answers the same.

    Raises NotEnoughStock, AllowanceExceeded, QuantityOutOfRange, ReservationDiffers, ReservationAlreadyReleased.
    """
    wanted = domain.merged(lines)
    opened = statements.open_reservation(order_id=order_id, state=ReservationState.HELD, lines=wanted, now=now)
    if opened is None:
        known = queries.get_reservation(order_id=order_id)
        domain.check_repeat(known, wanted)
        return known
    domain.check_free(wanted, opened.free)
    if allowance is not None:
        domain.check_allowance(wanted, opened.free, allowance)
    deltas = [Delta(sku=line.sku, reserved=line.quantity) for line in wanted]
    statements.move(deltas, kind=MovementKind.RESERVE, order_id=order_id, now=now)
    signals.stock_reserved.publish(
        signals.StockReserved(reservation_id=opened.id, order_id=order_id, lines=wanted, occurred_at=now)
    )
    return dto.Reservation(id=opened.id, order_id=order_id, state=ReservationState.HELD, lines=wanted)


@unit_of_work
def release_stock(*, order_id: OrderId, now: datetime) -> dto.Reservation:
    """Give the pieces of an order back; without a reservation, leave a tombstone: it never gets one. Raises ReservationAlreadyCommitted."""
    opened = statements.open_reservation(order_id=order_id, state=ReservationState.RELEASED, lines=(), now=now)
    if opened is not None:
        return dto.Reservation(id=opened.id, order_id=order_id, state=ReservationState.RELEASED, lines=())
    row = _lock_reservation(order_id)
    reservation = row.to_dto()
    domain.check_releasable(reservation)
    if reservation.state is not ReservationState.HELD:
        return reservation
    deltas = [Delta(sku=line.sku, reserved=-line.quantity) for line in reservation.lines]
    released = _turn(row, reservation, ReservationState.RELEASED, deltas, kind=MovementKind.RELEASE, now=now)
    signals.stock_released.publish(
        signals.StockReleased(reservation_id=released.id, order_id=order_id, lines=released.lines, occurred_at=now)
    )
    return released


@unit_of_work
def release_stock_of_orders(*, order_ids: Sequence[OrderId], now: datetime) -> None:
    """Give back what is held for many orders; what has left, or was given back before, stays as it is."""
    lines = statements.release(order_ids, now=now)
    signals.stock_released.publish_all(
        [
            signals.StockReleased(
                reservation_id=reservation_id,
                order_id=order_id,
                lines=tuple(StockLine(sku=line.sku, quantity=line.quantity) for line in of_it),
                occurred_at=now,
            )
            for (reservation_id, order_id), of_it in groupby(lines, key=lambda line: (line.id, line.order_id))
        ]
    )


@unit_of_work
def commit_stock(*, order_id: OrderId, now: datetime) -> dto.Reservation:
    """The reserved pieces leave the warehouse. Raises ReservationNotFound, ReservationAlreadyReleased."""
    row = _lock_reservation(order_id)
    reservation = row.to_dto()
    domain.check_committable(reservation)
    if reservation.state is not ReservationState.HELD:
        return reservation
    deltas = [Delta(sku=line.sku, on_hand=-line.quantity, reserved=-line.quantity) for line in reservation.lines]
    committed = _turn(row, reservation, ReservationState.COMMITTED, deltas, kind=MovementKind.COMMIT, now=now)
    signals.stock_committed.publish(
        signals.StockCommitted(reservation_id=committed.id, order_id=order_id, lines=committed.lines, occurred_at=now)
    )
    return committed


def _correct(
    sku: Sku, *, by: int, kind: MovementKind, reason: str, actor: ActorId | None, now: datetime
) -> dto.StockItem:
    free = statements.lock_free([sku])
    if sku not in free:
        statements.open_item(sku=sku, product_id=_product_of(sku), now=now)
    available = free.get(sku, 0)
    if available + by < 0:
        raise NotEnoughStock(sku=sku, wanted=-by, available=available)
    [item] = statements.move([Delta(sku=sku, on_hand=by)], kind=kind, reason=reason, actor=actor, now=now)
    return item


def _product_of(sku: Sku) -> ProductId:
    try:
        return catalog.get_product_by_sku(sku=sku).id
    except (catalog.errors.ProductNotFound, catalog.errors.InvalidSku):
        raise SkuUnknown(sku=sku) from None


def _lock_reservation(order_id: OrderId) -> models.Reservation:
    row = models.Reservation.objects.select_for_update(no_key=True).filter(order_id=order_id).first()
    if row is None:
        raise ReservationNotFound(order_id=order_id)
    return row


def _turn(
    row: models.Reservation,
    reservation: dto.Reservation,
    state: ReservationState,
    deltas: Sequence[Delta],
    *,
    kind: MovementKind,
    now: datetime,
) -> dto.Reservation:
    row.state, row.updated_at = state, now
    row.save(update_fields=["state", "updated_at"])
    # Locked first, in SKU order: the update alone takes rows as it finds them, and two orders could deadlock.
    statements.lock_free([delta.sku for delta in deltas])
    statements.move(deltas, kind=kind, order_id=reservation.order_id, now=now)
    return replace(reservation, state=state)
