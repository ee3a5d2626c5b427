"""What is done with purchase orders: written down, placed, received in parts, closed, or given up.

Whoever works on one locks its row first, then the rows of its SKUs in their order.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from contexts.inventory.costs import statements as costs
from contexts.inventory.locations.dto import Place
from contexts.inventory.locations.use_cases import place_for_goods
from contexts.inventory.purchasing import domain, dto, models, queries, statements
from contexts.inventory.purchasing.dto import Delivery, PurchaseState, Wanted
from contexts.inventory.purchasing.errors import PurchaseOrderNotFound
from contexts.inventory.purchasing.signals import (
    PurchaseOrderPlaced,
    PurchaseReceived,
    purchase_order_placed,
    purchase_received,
)
from contexts.inventory.replenishment import queries as worklist
from contexts.inventory.reservations.line import put
from contexts.inventory.stock import signals as stock_signals
from contexts.inventory.stock import statements as stock
from contexts.inventory.stock.dto import MovementKind
from contexts.inventory.stock.errors import SkuUnknown
from contexts.inventory.stock.queries import stock_of
from contexts.inventory.stock.statements import Entry
from contexts.inventory.suppliers import queries as suppliers
from contexts.inventory.suppliers.domain import check_open
from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.db.changes import save_next_version
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import ActorId, PurchaseOrderId, Sku, SupplierId, new_id
from gotuto.money import Money


@unit_of_work
def create_purchase_order(
    *,
    supplier_id: SupplierId,
    lines: Sequence[Wanted],
    location: str | None = None,
    promised_on: date | None = None,
    note: str = "",
    actor: ActorId | None,
    now: datetime,
) -> dto.PurchaseOrder:
    """Write down what is to be ordered of a supplier; nobody is told before it is placed.

    Raises SupplierNotFound, SupplierArchived, PurchaseEmpty, QuantityOutOfRange, CostMissing, CostInvalid, SkuUnknown,
    LocationNotFound, LocationClosed.
    """
    supplier = suppliers.get_supplier(supplier_id=supplier_id)
    check_open(supplier)
    skus = [line.sku for line in lines]
    goods = suppliers.goods_of(supplier_id=supplier_id, skus=skus)
    ordered = domain.ordered(lines, goods, currency=supplier.currency)
    known = stock_of(skus=skus)
    for line in ordered:
        if line.sku not in known:
            raise SkuUnknown(sku=line.sku)
    key = new_id()
    models.PurchaseOrder.objects.create(
        id=key,
        reference=f"PO-{key.hex[-8:].upper()}",
        supplier_id=supplier_id,
        location_id=place_for_goods(location=location).id,
        state=PurchaseState.DRAFT.value,
        promised_on=promised_on,
        note=note,
        created_by=actor,
        created_at=now,
        updated_at=now,
    )
    models.PurchaseLine.objects.bulk_create(
        models.PurchaseLine(order_id=key, item_id=line.sku, quantity=line.quantity, cost_amount=line.cost.amount)
        for line in ordered
    )
    return queries.get_purchase_order(purchase_order_id=PurchaseOrderId(key))


@unit_of_work
def order_shortages(*, supplier_id: SupplierId, actor: ActorId | None, now: datetime) -> dto.PurchaseOrder:
    """Write a purchase order of all that is to be ordered of a supplier now. Raises SupplierNotFound, SupplierArchived, PurchaseEmpty."""
    short = worklist.shortages_of_supplier(supplier_id=supplier_id)
    wanted = [Wanted(sku=one.sku, quantity=one.suggested) for one in short[: domain.MOST_LINES] if one.suggested]
    return create_purchase_order(supplier_id=supplier_id, lines=wanted, actor=actor, now=now)


@unit_of_work
def place_purchase_order(
    *,
    purchase_order_id: PurchaseOrderId,
    promised_on: date | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.PurchaseOrder:
    """It is ordered; placed twice, it is ordered once. Its SKUs promise when more comes, unless somebody has said otherwise.

    Raises PurchaseOrderNotFound, PurchaseMoved, Stale.
    """
    row = _lock(purchase_order_id)
    if row.state == PurchaseState.PLACED:
        return row.to_dto()
    check_version(expected=expected_version, actual=row.version)
    domain.check_state(PurchaseState(row.state), PurchaseState.DRAFT)
    row.state, row.placed_at, row.promised_on = PurchaseState.PLACED.value, now, promised_on or row.promised_on
    save_next_version(row, now=now)
    purchase = row.to_dto()
    _promise(purchase, now=now)
    audit_log.record("purchase_order_placed", purchase_order=purchase.reference)
    purchase_order_placed.publish(
        PurchaseOrderPlaced(
            purchase_order_id=purchase.id,
            reference=purchase.reference,
            supplier=purchase.supplier,
            promised_on=purchase.promised_on,
            occurred_at=now,
        )
    )
    return purchase


@unit_of_work
def receive_purchase(
    *,
    purchase_order_id: PurchaseOrderId,
    deliveries: Sequence[Delivery] = (),
    unit_costs: Sequence[tuple[Sku, Money]] = (),
    delivery_note: str = "",
    expected_version: ExpectedVersion = None,
    actor: ActorId | None,
    now: datetime,
) -> dto.PurchaseOrder:
    """Goods have come, in parts or all that is open, and serve first who waits for them; complete, it is received.

    Where stock is valued they cost what was ordered, or what is said now. Raises PurchaseOrderNotFound, PurchaseMoved,
    NotOrdered, QuantityOutOfRange, LocationClosed, UnitCostInvalid, Stale.
    """
    row = _lock(purchase_order_id)
    check_version(expected=expected_version, actual=row.version)
    domain.check_state(PurchaseState(row.state), PurchaseState.PLACED)
    purchase = row.to_dto()
    come = domain.come(purchase.lines, deliveries)
    paid = domain.paid(purchase.lines, come, unit_costs, valued_in=costs.valued_in())
    place = place_for_goods(location=purchase.location)
    # All of them, in their order: those that promise anew are locked with those that have come.
    skus = [line.sku for line in purchase.lines]
    stock.lock_free(skus)
    entry = Entry(kind=MovementKind.RECEIPT, reference=row.reference, reason=delivery_note, actor=actor, now=now)
    _receive(come, paid, place, entry)
    statements.note_come(purchase_order_id, come)
    is_complete = sum(come.values()) == sum(line.open for line in purchase.lines)
    _close(row, is_complete=is_complete, now=now)
    statements.promise(skus, now=now)
    purchase_received.publish(
        PurchaseReceived(
            purchase_order_id=purchase.id,
            reference=row.reference,
            location=place.code,
            deliveries=tuple(Delivery(sku=sku, quantity=come[sku]) for sku in sorted(come)),
            is_complete=is_complete,
            occurred_at=now,
        )
    )
    return queries.get_purchase_order(purchase_order_id=purchase_order_id)


@unit_of_work
def close_purchase(
    *, purchase_order_id: PurchaseOrderId, expected_version: ExpectedVersion = None, now: datetime
) -> dto.PurchaseOrder:
    """What has not come will not; closed twice, it stays as it is. Raises PurchaseOrderNotFound, PurchaseMoved, Stale."""
    row = _lock(purchase_order_id)
    if row.state == PurchaseState.RECEIVED:
        return row.to_dto()
    check_version(expected=expected_version, actual=row.version)
    domain.check_state(PurchaseState(row.state), PurchaseState.PLACED)
    _close(row, is_complete=True, now=now)
    _promise(row.to_dto(), now=now)
    audit_log.record("purchase_order_closed", purchase_order=row.reference)
    return row.to_dto()


@unit_of_work
def cancel_purchase(
    *, purchase_order_id: PurchaseOrderId, expected_version: ExpectedVersion = None, now: datetime
) -> dto.PurchaseOrder:
    """Give it up, as long as nothing has come; one that was given up stays so.

    Raises PurchaseOrderNotFound, PurchaseMoved, PartsReceived, Stale.
    """
    row = _lock(purchase_order_id)
    if row.state == PurchaseState.CANCELLED:
        return row.to_dto()
    check_version(expected=expected_version, actual=row.version)
    domain.check_state(PurchaseState(row.state), PurchaseState.DRAFT, PurchaseState.PLACED)
    domain.check_untouched(row.to_dto().lines)
    row.state, row.closed_at = PurchaseState.CANCELLED.value, now
    save_next_version(row, now=now)
    _promise(row.to_dto(), now=now)
    audit_log.record("purchase_order_cancelled", purchase_order=row.reference)
    return row.to_dto()


def _lock(purchase_order_id: PurchaseOrderId) -> models.PurchaseOrder:
    row = statements.lock_row(purchase_order_id)
    if row is None:
        raise PurchaseOrderNotFound(purchase_order_id=purchase_order_id)
    return row


def _close(row: models.PurchaseOrder, *, is_complete: bool, now: datetime) -> None:
    if is_complete:
        row.state, row.closed_at = PurchaseState.RECEIVED.value, now
    save_next_version(row, now=now)


def _promise(purchase: dto.PurchaseOrder, *, now: datetime) -> None:
    skus = [line.sku for line in purchase.lines]
    stock.lock_free(skus)
    statements.promise(skus, now=now)


def _receive(come: dict[Sku, int], paid: dict[Sku, Decimal | None], place: Place, entry: Entry) -> None:
    items = put(come, place, entry, paid)
    stock_signals.stock_received.publish_all(
        [
            stock_signals.StockReceived(
                stock_item_id=item.id,
                sku=item.sku,
                quantity=come[item.sku],
                available=item.available,
                occurred_at=entry.now,
            )
            for item in items
        ]
    )
