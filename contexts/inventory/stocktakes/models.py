"""The tables of stocktakes."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from contexts.inventory.locations.domain import MAIN_CODE
from contexts.inventory.locations.models import Location
from contexts.inventory.stock.models import StockItem
from contexts.inventory.stocktakes import dto
from contexts.inventory.stocktakes.dto import CountState, StocktakeState
from gotuto.ids import ActorId, Sku, StocktakeId, new_id


class Stocktake(models.Model):
    """A location, or a part of its goods, that is counted; None is the main location."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # What the ledger says of its movements.
    reference = models.CharField(max_length=64)
    location = models.ForeignKey(Location, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=16, choices=[(state.value, state.value) for state in StocktakeState])
    note = models.CharField(max_length=200, blank=True)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in StocktakeState]), name="inventory_stocktake_state"
            ),
        )
        indexes = (
            models.Index(fields=["created_at", "id"], name="inventory_stocktake_created"),
            models.Index(fields=["state", "created_at", "id"], name="inventory_stocktake_by_state"),
        )

    def __str__(self) -> str:
        return self.reference

    def place(self) -> str:
        return MAIN_CODE if self.location is None else self.location.code


class StocktakeLine(models.Model):
    """A SKU that is counted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stocktake = models.ForeignKey(Stocktake, models.PROTECT, related_name="lines", db_index=False)
    item = models.ForeignKey(
        StockItem, models.PROTECT, to_field="sku", db_column="sku", related_name="+", db_index=False
    )
    state = models.CharField(
        max_length=16, choices=[(state.value, state.value) for state in CountState], default=CountState.OPEN.value
    )
    # What lay there, and what the counters said at that moment; the difference is booked, whatever was sold since.
    counted = models.IntegerField(null=True)
    expected = models.BigIntegerField(null=True)
    problem = models.CharField(max_length=200, blank=True)
    counted_by = models.UUIDField(null=True)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("item_id",)
        constraints = (
            models.UniqueConstraint(fields=["stocktake", "item"], name="inventory_stocktakeline_sku"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CountState])
                & (
                    Q(state="open", counted=None, expected=None) | ~Q(state="open") & Q(counted__gte=0, expected__gte=0)
                ),
                name="inventory_stocktakeline_state",
            ),
        )

    def __str__(self) -> str:
        return f"{self.counted} × {self.item_id}"

    def to_dto(self) -> dto.StocktakeLine:
        known = self.counted is not None and self.expected is not None
        return dto.StocktakeLine(
            id=self.id,
            sku=Sku(self.item_id),
            state=CountState(self.state),
            counted=self.counted,
            expected=self.expected,
            difference=self.counted - self.expected if known else None,  # type: ignore[operator]
            problem=self.problem,
            counted_by=None if self.counted_by is None else ActorId(self.counted_by),
            counted_at=self.counted_at,
        )


_SUMS = {
    "all_lines": list(CountState),
    "counted_lines": [CountState.COUNTED, CountState.BLOCKED, CountState.BOOKED],
    "booked_lines": [CountState.BOOKED],
    "blocked_lines": [CountState.BLOCKED],
}


def with_sums(rows: "models.QuerySet[Stocktake]") -> "models.QuerySet[Stocktake]":
    """Stocktakes with how many of their lines stand where, counted for those of a page only."""
    sums = {}
    for name, states in _SUMS.items():
        lines = StocktakeLine.objects.filter(stocktake=models.OuterRef("pk"), state__in=states).order_by()
        number = lines.values("stocktake").annotate(number=models.Count("*")).values("number")
        sums[name] = Coalesce(models.Subquery(number), 0)
    return rows.select_related("location").annotate(**sums)


def to_dto(row: "Stocktake") -> dto.Stocktake:
    """A stocktake that was read with its sums."""
    sums = vars(row)
    return dto.Stocktake(
        id=StocktakeId(row.id),
        reference=row.reference,
        location=row.place(),
        state=StocktakeState(row.state),
        note=row.note,
        lines=sums["all_lines"],
        counted=sums["counted_lines"],
        booked=sums["booked_lines"],
        blocked=sums["blocked_lines"],
        created_by=None if row.created_by is None else ActorId(row.created_by),
        created_at=row.created_at,
        closed_at=row.closed_at,
        version=row.version,
    )
