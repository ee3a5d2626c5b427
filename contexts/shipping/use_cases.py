"""What happens to parcels."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from contexts.inventory import facade as inventory
from contexts.shipping import domain, dto, models, queries, signals
from contexts.shipping.dto import ShipmentState
from contexts.shipping.errors import ShipmentNotFound
from gotuto import audit_log
from gotuto.address import Address
from gotuto.db import lock, unit_of_work
from gotuto.db.changes import set_changed
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import ActorId, OrderId, ShipmentId, new_id


@unit_of_work
def create_shipment(
    *, order_id: OrderId, address: Address, lines: Sequence[dto.ShipmentLine], now: datetime
) -> dto.Shipment:
    """Ask for a parcel; the repeat with the same arguments answers the same.

    Raises NothingToShip, ShipmentDiffers, ShipmentAlreadyCancelled.
    """
    contents = domain.packed(lines)
    row, is_new = _open_or_lock(order_id, ShipmentState.PENDING, address=address, lines=contents, now=now)
    shipment = row.to_dto()
    if not is_new:
        domain.check_repeat(shipment, address=address, lines=contents)
        return shipment
    signals.shipment_created.publish(
        signals.ShipmentCreated(shipment_id=shipment.id, order_id=order_id, occurred_at=now)
    )
    return shipment


@unit_of_work
def dispatch_shipment(
    *,
    shipment_id: ShipmentId,
    carrier: str = "",
    tracking_number: str = "",
    expected_version: ExpectedVersion = None,
    actor: ActorId | None = None,
    now: datetime,
) -> dto.Shipment:
    """Hand the parcel to a carrier and take the goods out of stock; the same dispatch twice happens once.

    Raises ShipmentNotFound, NotDispatchable, Stale, and what inventory refuses.
    """
    row = _lock(shipment_id)
    if domain.is_repeated_dispatch(row.to_dto(), carrier=carrier, tracking_number=tracking_number):
        return row.to_dto()
    check_version(expected=expected_version, actual=row.version)
    dispatched = domain.transition(ShipmentState(row.state), ShipmentState.DISPATCHED)
    inventory.commit_stock(order_id=OrderId(row.order_id), now=now)
    row.carrier, row.tracking_number, row.dispatched_at, row.dispatched_by = carrier, tracking_number, now, actor
    audit_log.record("parcel_dispatched", shipment=shipment_id, order=row.order_id)
    signals.shipment_dispatched.publish(
        signals.ShipmentDispatched(
            shipment_id=shipment_id,
            order_id=OrderId(row.order_id),
            carrier=carrier,
            tracking_number=tracking_number,
            occurred_at=now,
        )
    )
    return _moved(row, dispatched, now=now)


@unit_of_work
def correct_shipment(
    *,
    shipment_id: ShipmentId,
    carrier: str | None = None,
    tracking_number: str | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.Shipment:
    """Correct by which carrier, or under which number, a parcel has gone; None leaves it as it is.

    Raises ShipmentNotFound, NotCorrectable, Stale.
    """
    row = _lock(shipment_id)
    check_version(expected=expected_version, actual=row.version)
    shipment = row.to_dto()
    domain.check_correctable(shipment)
    if not set_changed(row, carrier=carrier, tracking_number=tracking_number):
        return shipment
    signals.shipment_corrected.publish(
        signals.ShipmentCorrected(
            shipment_id=shipment_id,
            order_id=shipment.order_id,
            carrier=row.carrier,
            tracking_number=row.tracking_number,
            occurred_at=now,
        )
    )
    return _moved(row, shipment.state, now=now)


@unit_of_work
def deliver_shipment(
    *,
    shipment_id: ShipmentId,
    expected_version: ExpectedVersion = None,
    actor: ActorId | None = None,
    now: datetime,
) -> dto.Shipment:
    """The buyer has the parcel; saying so twice changes nothing. Raises ShipmentNotFound, NotDeliverable, Stale."""
    row = _lock(shipment_id)
    if row.state == ShipmentState.DELIVERED:
        return row.to_dto()
    check_version(expected=expected_version, actual=row.version)
    delivered = domain.transition(ShipmentState(row.state), ShipmentState.DELIVERED)
    row.delivered_at, row.delivered_by = now, actor
    audit_log.record("parcel_delivered", shipment=shipment_id, order=row.order_id)
    signals.shipment_delivered.publish(
        signals.ShipmentDelivered(shipment_id=shipment_id, order_id=OrderId(row.order_id), occurred_at=now)
    )
    return _moved(row, delivered, now=now)


def picking_list(*, shipment_id: ShipmentId) -> dto.PickingList:
    """What to fetch for a parcel, location by location. Raises ShipmentNotFound."""
    order_id = queries.get_shipment(shipment_id=shipment_id).order_id
    picks = inventory.picking_list(order_id=order_id)
    return dto.PickingList(shipment_id=shipment_id, results=tuple(dto.Pick(**vars(pick)) for pick in picks))


@unit_of_work
def cancel_shipment(*, order_id: OrderId, now: datetime) -> dto.Shipment:
    """Call the parcel of an order off; without one, leave a tombstone, so that none is ever made. Raises NotCancellable."""
    row, is_new = _open_or_lock(order_id, ShipmentState.CANCELLED, address=None, lines=(), now=now)
    if is_new or row.state == ShipmentState.CANCELLED:
        return row.to_dto()
    return _moved(row, domain.transition(ShipmentState(row.state), ShipmentState.CANCELLED), now=now)


@unit_of_work
def restore_shipment(*, order_id: OrderId, now: datetime) -> None:
    """Take back that a parcel was called off: it is to be packed again, or may be asked for once more."""
    row = models.Shipment.objects.select_for_update(no_key=True).filter(order_id=order_id).first()
    if row is None or row.state != ShipmentState.CANCELLED:
        return
    if row.address is None:
        # Nobody had asked for one.
        row.delete()
    else:
        _moved(row, ShipmentState.PENDING, now=now)


def _open_or_lock(
    order_id: OrderId,
    state: ShipmentState,
    *,
    address: Address | None,
    lines: Sequence[dto.ShipmentLine],
    now: datetime,
) -> tuple[models.Shipment, bool]:
    """The order's parcel, locked, and whether it was made just now; two who come at once make one."""
    made = models.Shipment(
        id=new_id(),
        order_id=order_id,
        state=state.value,
        address=msgspec.to_builtins(address),
        lines=msgspec.to_builtins(lines),
        created_at=now,
        updated_at=now,
    )
    models.Shipment.objects.bulk_create([made], ignore_conflicts=True)
    row = models.Shipment.objects.select_for_update(no_key=True).get(order_id=order_id, number=made.number)
    return row, row.id == made.id


def _lock(shipment_id: ShipmentId) -> models.Shipment:
    return lock(models.Shipment, shipment_id, missing=lambda: ShipmentNotFound(shipment_id=shipment_id))


def _moved(row: models.Shipment, state: ShipmentState, *, now: datetime) -> dto.Shipment:
    row.state, row.updated_at, row.version = state.value, now, row.version + 1
    row.save()
    return row.to_dto()
