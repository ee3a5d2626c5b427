"""What is done with stocktakes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from contexts.catalog import facade as catalog
from contexts.inventory.costs import statements as costs
from contexts.inventory.locations.use_cases import place_for_goods
from contexts.inventory.reservations.line import serve
from contexts.inventory.stock import limits
from contexts.inventory.stock import statements as stock
from contexts.inventory.stock.dto import MovementKind
from contexts.inventory.stock.statements import Delta, Entry
from contexts.inventory.stocktakes import domain, dto, models, queries, statements
from contexts.inventory.stocktakes.dto import Shelf, StocktakeLine, StocktakeState
from contexts.inventory.stocktakes.errors import NotInStocktake, StocktakeNotFound
from contexts.inventory.stocktakes.signals import StocktakeClosed, stocktake_closed
from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.db.changes import save_next_version
from gotuto.ids import ActorId, LocationId, Sku, StocktakeId, new_id


@unit_of_work
def open_stocktake(
    *,
    location: str | None = None,
    skus: Sequence[Sku] = (),
    category: str = "",
    note: str = "",
    actor: ActorId | None,
    now: datetime,
) -> dto.Stocktake:
    """Begin to count SKUs, those of a category with all below it, or without a word all that lies at the location.

    Raises StocktakeOutOfRange, LocationNotFound, LocationClosed.
    """
    place = place_for_goods(location=location)
    wanted = _scope(skus, category, place.id)
    domain.check_scope(wanted)
    key = new_id()
    models.Stocktake.objects.create(
        id=key,
        reference=f"ST-{key.hex[-8:].upper()}",
        location_id=place.id,
        state=StocktakeState.OPEN.value,
        note=note,
        created_by=actor,
        created_at=now,
        updated_at=now,
    )
    if not statements.open_lines(StocktakeId(key), wanted):
        domain.check_scope([])
    return queries.get_stocktake(stocktake_id=StocktakeId(key))


@unit_of_work
def count(
    *, stocktake_id: StocktakeId, counts: Sequence[dto.Count], actor: ActorId | None, now: datetime
) -> dto.Stocktake:
    """Note what lies on the shelf, against what the counters say at this moment; counted again, the last count holds.

    Raises StocktakeNotFound, StocktakeEnded, NotInStocktake, CountOutOfRange.
    """
    row = _lock(stocktake_id)
    domain.check_open(StocktakeState(row.state))
    counted = domain.added_up(counts)
    noted = statements.count(stocktake_id, counted, _shelves(row, list(counted)), actor=actor, now=now)
    for sku in counted:
        if sku not in noted:
            raise NotInStocktake(sku=sku)
    save_next_version(row, now=now)
    return queries.get_stocktake(stocktake_id=stocktake_id)


@unit_of_work
def close_stocktake(*, stocktake_id: StocktakeId, actor: ActorId | None, now: datetime) -> dto.Stocktake:
    """Book the differences. What would cut into reservations is not booked and says so, and the stocktake stays open.

    What was not counted is left as it is. Raises StocktakeNotFound, StocktakeEnded, LocationClosed.
    """
    row = _lock(stocktake_id)
    if row.state == StocktakeState.CLOSED:
        return queries.get_stocktake(stocktake_id=stocktake_id)
    domain.check_open(StocktakeState(row.state))
    lines = domain.bookable([line.to_dto() for line in row.lines.all()])
    problems = _book(row, lines, actor=actor, now=now)
    if not problems:
        row.state, row.closed_at = StocktakeState.CLOSED.value, now
        audit_log.record("stocktake_closed", stocktake=stocktake_id)
        stocktake_closed.publish(
            StocktakeClosed(stocktake_id=stocktake_id, reference=row.reference, location=row.place(), occurred_at=now)
        )
    save_next_version(row, now=now)
    return queries.get_stocktake(stocktake_id=stocktake_id)


@unit_of_work
def cancel_stocktake(*, stocktake_id: StocktakeId, now: datetime) -> dto.Stocktake:
    """Give a stocktake up; what is booked stays booked. Raises StocktakeNotFound, StocktakeEnded."""
    row = _lock(stocktake_id)
    if row.state != StocktakeState.CANCELLED:
        domain.check_open(StocktakeState(row.state))
        row.state = StocktakeState.CANCELLED.value
        save_next_version(row, now=now)
    return queries.get_stocktake(stocktake_id=stocktake_id)


def _scope(skus: Sequence[Sku], category: str, location_id: LocationId | None) -> list[Sku]:
    most = domain.MOST_LINES + 1
    if category:
        skus = [*skus, *catalog.skus_of_category(category=category, most=most)]
    elif not skus:
        skus = statements.skus_at(location_id, most=most)
    return sorted(set(skus))


def _book(
    row: models.Stocktake, lines: Sequence[StocktakeLine], *, actor: ActorId | None, now: datetime
) -> dict[Sku, str]:
    skus = [line.sku for line in lines]
    locked = stock.lock_free(skus)
    empty = [sku for sku, free in locked.items() if free.valued == 0]
    worth = costs.worth_of_found(empty) if empty else {}
    problems = domain.valueless(lines, worth) | domain.problems(lines, _shelves(row, skus))
    place = place_for_goods(location=row.place()).id
    moved = [line for line in lines if line.difference and line.sku not in problems]
    if place is not None:
        stock.open_levels([line.sku for line in moved], place, now=now)
    deltas = [_delta(line, place, worth) for line in moved]
    entry = Entry(kind=MovementKind.COUNT, reference=row.reference, reason=row.note, actor=actor, now=now)
    limits.move(deltas, entry)
    serve(locked, now)
    statements.settle(StocktakeId(row.id), skus, problems)
    return problems


def _delta(line: StocktakeLine, place: LocationId | None, worth: Mapping[Sku, Decimal | None]) -> Delta:
    return Delta(sku=line.sku, on_hand=line.difference or 0, location_id=place, cost=worth.get(line.sku))


def _shelves(row: models.Stocktake, skus: Sequence[Sku]) -> dict[Sku, Shelf]:
    levels = stock.levels(skus, _place(row))
    return {sku: Shelf(on_hand=on_hand, reserved=reserved) for sku, (on_hand, reserved) in levels.items()}


def _place(row: models.Stocktake) -> LocationId | None:
    return None if row.location_id is None else LocationId(row.location_id)


def _lock(stocktake_id: StocktakeId) -> models.Stocktake:
    row = statements.lock_row(stocktake_id)
    if row is None:
        raise StocktakeNotFound(stocktake_id=stocktake_id)
    return row
