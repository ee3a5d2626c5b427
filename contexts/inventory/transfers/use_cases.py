"""What is done with transfers."""

from collections.abc import Sequence
from datetime import datetime

from contexts.inventory.costs import statements as costs
from contexts.inventory.locations.use_cases import place_for_goods
from contexts.inventory.reservations.dto import StockLine
from contexts.inventory.reservations.line import put
from contexts.inventory.stock import limits
from contexts.inventory.stock import statements as stock
from contexts.inventory.stock.dto import MovementKind
from contexts.inventory.stock.errors import NotEnoughStock, SkuUnknown
from contexts.inventory.stock.queries import stock_of
from contexts.inventory.stock.statements import Delta, Entry
from contexts.inventory.transfers import domain, dto, models, queries, statements
from contexts.inventory.transfers.dto import Arrival, TransferState
from contexts.inventory.transfers.errors import TransferNotFound
from contexts.inventory.transfers.signals import TransferReceived, TransferSent, transfer_received, transfer_sent
from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.db.changes import save_next_version
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import ActorId, LocationId, Sku, TransferId, new_id


@unit_of_work
def create_transfer(
    *,
    from_location: str | None = None,
    to_location: str | None = None,
    lines: Sequence[StockLine],
    note: str = "",
    actor: ActorId | None,
    now: datetime,
) -> dto.Transfer:
    """Write down what is to go from one location to another; nothing moves before it is sent.

    Raises TransferEmpty, SamePlace, QuantityOutOfRange, SkuUnknown, LocationNotFound, LocationClosed.
    """
    wanted = domain.packed(lines)
    origin, destination = place_for_goods(location=from_location), place_for_goods(location=to_location)
    domain.check_places(from_location=origin.code, to_location=destination.code)
    known = stock_of(skus=[line.sku for line in wanted])
    for line in wanted:
        if line.sku not in known:
            raise SkuUnknown(sku=line.sku)
    key = new_id()
    models.Transfer.objects.create(
        id=key,
        reference=f"TR-{key.hex[-8:].upper()}",
        origin_id=origin.id,
        destination_id=destination.id,
        state=TransferState.DRAFT.value,
        note=note,
        created_by=actor,
        created_at=now,
        updated_at=now,
    )
    models.TransferLine.objects.bulk_create(
        [models.TransferLine(transfer_id=key, item_id=line.sku, quantity=line.quantity) for line in wanted]
    )
    return queries.get_transfer(transfer_id=TransferId(key))


@unit_of_work
def send_transfer(
    *,
    transfer_id: TransferId,
    expected_version: ExpectedVersion = None,
    actor: ActorId | None,
    now: datetime,
) -> dto.Transfer:
    """The goods leave; sent twice, they leave once.

    Raises TransferNotFound, TransferMoved, NotEnoughStock, Stale.
    """
    row = _lock(transfer_id)
    if row.state in (TransferState.SENT, TransferState.RECEIVED):
        return row.to_dto()
    check_version(expected=expected_version, actual=row.version)
    domain.check_state(TransferState(row.state), TransferState.DRAFT)
    transfer = row.to_dto()
    entry = Entry(kind=MovementKind.TRANSFER_OUT, reference=row.reference, reason=row.note, actor=actor, now=now)
    _take(transfer, None if row.origin_id is None else LocationId(row.origin_id), entry)
    row.state, row.sent_at = TransferState.SENT.value, now
    save_next_version(row, now=now)
    audit_log.record("transfer_sent", transfer=transfer_id)
    transfer_sent.publish(
        TransferSent(
            transfer_id=transfer_id,
            reference=transfer.reference,
            from_location=transfer.from_location,
            to_location=transfer.to_location,
            occurred_at=now,
        )
    )
    return row.to_dto()


@unit_of_work
def receive_transfer(
    *,
    transfer_id: TransferId,
    arrivals: Sequence[Arrival] = (),
    expected_version: ExpectedVersion = None,
    actor: ActorId | None,
    now: datetime,
) -> dto.Transfer:
    """Goods have come, in parts or all that is on its way, and some may be missing; complete, it is received.

    Raises TransferNotFound, TransferMoved, NotInTransit, QuantityOutOfRange, LocationClosed, Stale.
    """
    row = _lock(transfer_id)
    check_version(expected=expected_version, actual=row.version)
    domain.check_state(TransferState(row.state), TransferState.SENT)
    transfer = row.to_dto()
    come = domain.arrived(transfer.lines, arrivals)
    place = place_for_goods(location=transfer.to_location)
    entry = Entry(kind=MovementKind.TRANSFER_IN, reference=row.reference, actor=actor, now=now)
    _lose(come, entry)
    put({sku: one.quantity for sku, one in come.items()}, place, entry)
    statements.arrive(transfer_id, list(come.values()))
    is_complete = not any(line.in_transit for line in domain.after(transfer.lines, come))
    if is_complete:
        row.state, row.received_at = TransferState.RECEIVED.value, now
    save_next_version(row, now=now)
    audit_log.record("transfer_received", transfer=transfer_id)
    transfer_received.publish(
        TransferReceived(
            transfer_id=transfer_id,
            reference=row.reference,
            to_location=place.code,
            arrivals=tuple(come[sku] for sku in sorted(come)),
            is_complete=is_complete,
            occurred_at=now,
        )
    )
    return queries.get_transfer(transfer_id=transfer_id)


@unit_of_work
def cancel_transfer(
    *, transfer_id: TransferId, expected_version: ExpectedVersion = None, now: datetime
) -> dto.Transfer:
    """Give a draft up; one that was given up stays so. Raises TransferNotFound, TransferMoved, Stale."""
    row = _lock(transfer_id)
    if row.state == TransferState.CANCELLED:
        return row.to_dto()
    check_version(expected=expected_version, actual=row.version)
    domain.check_state(TransferState(row.state), TransferState.DRAFT)
    row.state = TransferState.CANCELLED.value
    save_next_version(row, now=now)
    return row.to_dto()


def _lock(transfer_id: TransferId) -> models.Transfer:
    row = statements.lock_row(transfer_id)
    if row is None:
        raise TransferNotFound(transfer_id=transfer_id)
    return row


def _lose(come: dict[Sku, Arrival], entry: Entry) -> None:
    """What will not come is worth nothing any more; where stock is valued, that is written down."""
    missing = {sku: one.missing for sku, one in sorted(come.items()) if one.missing}
    currency = costs.valued_in()
    if missing and currency is not None:
        # All of them, in their order: those that have come are locked with those that have not.
        stock.lock_free(sorted(come))
        costs.lose(
            missing,
            currency=currency,
            kind=MovementKind.TRANSFER_LOSS,
            reference=entry.reference,
            actor=entry.actor,
            now=entry.now,
        )


def _take(transfer: dto.Transfer, location_id: LocationId | None, entry: Entry) -> None:
    skus = [line.sku for line in transfer.lines]
    stock.lock_free(skus)
    there = stock.levels(skus, location_id)
    for line in transfer.lines:
        on_hand, reserved = there.get(line.sku, (0, 0))
        if on_hand - reserved < line.quantity:
            raise NotEnoughStock(sku=line.sku, wanted=line.quantity, available=on_hand - reserved)
    deltas = [Delta(sku=line.sku, on_hand=-line.quantity, location_id=location_id) for line in transfer.lines]
    limits.move(deltas, entry)
