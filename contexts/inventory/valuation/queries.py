"""Questions about what stock is worth, now by the counters, and at the end of a day by the ledger."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from contexts.inventory.costs.statements import shown_in
from contexts.inventory.locations.domain import MAIN_CODE
from contexts.inventory.stock.errors import SkuUnknown
from contexts.inventory.stock.models import StockItem
from contexts.inventory.valuation import domain, dto, statements
from gotuto.db.listing import Listing
from gotuto.ids import Sku
from gotuto.money import Money
from gotuto.paging import Page, PageRequest

STOCK_VALUES = Listing(
    filters=dto.ValueFilter,
    orderings={"sku": "sku"},
    default="sku",
    # The day narrows no rows: it says of when their value is told.
    special={"day": lambda day: Q()},
)
# So many months a chart looks back.
MONTHS = 12


def list_stock_values(*, filters: dto.ValueFilter, page: PageRequest, now: datetime) -> Page[dto.StockValue]:
    """What SKUs are worth, or were at the end of a day. Raises DayToCome, InvalidCursor, UnknownOrdering."""
    currency, until = shown_in(), _until(filters.day, now=now)
    rows = StockItem.objects.exclude(value_amount=None)
    found = STOCK_VALUES.page(rows, filters=filters, page=page, to_dto=lambda row: row)
    then = None if until is None else statements.values_at([Sku(row.sku) for row in found.items], until)
    return found.map(lambda row: _value(row, currency, then))


def value_of(*, sku: Sku) -> dto.ValueOfSku:
    """What the pieces of a SKU are worth, and where they lie. Raises SkuUnknown."""
    row = StockItem.objects.filter(sku=sku).first()
    if row is None:
        raise SkuUnknown(sku=sku)
    if row.value_amount is None:
        return dto.ValueOfSku(sku=sku, pieces=0, value=None, average=None, shares=())
    known = _value(row, shown_in(), None)
    levels = statements.levels(sku) if row.on_hand_elsewhere else []
    there = [(MAIN_CODE, row.on_hand - row.on_hand_elsewhere), *levels, (None, known.pieces - row.on_hand)]
    return dto.ValueOfSku(
        sku=sku,
        pieces=known.pieces,
        value=known.value,
        average=known.average,
        shares=domain.shares(known.value, there),
    )


def total_value(*, day: date | None = None, now: datetime) -> dto.TotalValue:
    """What all stock is worth, or was at the end of a day, and where it lies. Raises DayToCome."""
    currency, until = shown_in(), _until(day, now=now)
    pieces, amount = statements.total(until)
    value = Money.round(amount, currency)
    there = [(code or MAIN_CODE, count, part) for code, count, part in statements.parts(until)]
    transit = (pieces - sum(count for _, count, _ in there), amount - sum((part for *_, part in there), Decimal(0)))
    parts = [*there, (None, *transit)] if transit[0] else there
    return dto.TotalValue(
        day=day or _today(now),
        pieces=pieces,
        value=value,
        shares=domain.shares_of_all(value, parts),
        not_valued=statements.not_valued(),
    )


def dearest(*, day: date | None = None, most: int, now: datetime) -> tuple[dto.Dear, ...]:
    """The SKUs of which the most money lies there, or did at the end of a day. Raises DayToCome."""
    currency, until = shown_in(), _until(day, now=now)
    found = []
    for sku, pieces, amount in statements.dearest(until, most):
        value = Money.round(amount, currency)
        found.append(dto.Dear(sku=sku, pieces=pieces, value=value, average=domain.average(value, pieces)))
    return tuple(found)


def course_of_all(*, day: date | None = None, now: datetime) -> tuple[tuple[datetime, Money], ...]:
    """What all stock was worth at the end of the months before a day, and at its own. Raises DayToCome."""
    # What moves now counts as well.
    currency, until = shown_in(), _until(day, now=now) or now + timedelta(microseconds=1)
    moments = [*_months(until.astimezone(timezone.get_current_timezone())), until]
    moves, value, found = statements.moves(moments), Decimal(0), []
    for number, moment in enumerate(moments):
        value += moves.get(number, Decimal(0))
        found.append((moment, Money.round(value, currency)))
    return tuple(found)


def course_of_sku(*, sku: Sku, most: int) -> tuple[tuple[datetime, Money], ...]:
    """What a SKU was worth from each of its last movements on. Raises SkuUnknown."""
    value, found = value_of(sku=sku).value or Money.zero(shown_in()), []
    for moment, by in statements.moves_of_sku(sku, most):
        found.append((moment, value))
        value = value - Money.round(by, value.currency)
    return tuple(found[::-1])


def _value(row: StockItem, currency: str, then: dict[Sku, tuple[int, Decimal]] | None) -> dto.StockValue:
    nothing = (0, Decimal(0))
    now = (row.valued_quantity or 0, row.value_amount or Decimal(0))
    pieces, amount = now if then is None else then.get(Sku(row.sku), nothing)
    value = Money.round(amount, currency)
    average = domain.average(value, pieces)
    return dto.StockValue(id=row.id, sku=Sku(row.sku), pieces=pieces, value=value, average=average)


def _until(day: date | None, *, now: datetime) -> datetime | None:
    """Before when movements count; None is now."""
    if day is None or day == _today(now):
        return None
    domain.check_day(day, today=_today(now))
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _today(now: datetime) -> date:
    return now.astimezone(timezone.get_current_timezone()).date()


def _months(until: datetime) -> Sequence[datetime]:
    """When the last months began, before a moment."""
    last = until.year * 12 + until.month - 1
    firsts = [date(month // 12, month % 12 + 1, 1) for month in range(last - MONTHS + 1, last + 1)]
    begun = [timezone.make_aware(datetime.combine(first, time())) for first in firsts]
    return [moment for moment in begun if moment < until]
