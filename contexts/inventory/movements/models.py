"""The table of the ledger; `stock/statements.py` writes it with the counters that it explains."""

from django.db import models
from django.db.models import Q

from contexts.inventory.costs.statements import shown
from contexts.inventory.locations import domain
from contexts.inventory.locations.models import Location
from contexts.inventory.movements import dto
from contexts.inventory.stock.dto import MovementKind
from contexts.inventory.stock.models import StockItem
from gotuto.ids import ActorId, OrderId, Sku, new_id
from gotuto.money_fields import AmountField


class Movement(models.Model):
    """The ledger: rows are added, never changed; their sums are the counters."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(
        StockItem, models.PROTECT, to_field="sku", db_column="sku", related_name="movements", db_index=False
    )
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in MovementKind])
    delta_on_hand = models.BigIntegerField()
    delta_reserved = models.BigIntegerField()
    # None is the main location.
    location = models.ForeignKey(
        Location, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    reason = models.CharField(max_length=200, blank=True)
    # The paper that it stands on: a delivery note, a transfer, a stocktake.
    reference = models.CharField(max_length=64, blank=True, default="", db_default="")
    actor = models.UUIDField(null=True)
    order_id = models.UUIDField(null=True)
    occurred_at = models.DateTimeField()
    # By how much the value of the SKU moved, and by how many pieces what is valued; None where it is not, or stays the same.
    value_amount = AmountField(null=True)
    valued_quantity = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("-occurred_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in MovementKind]), name="inventory_movement_known_kinds"
            ),
            models.CheckConstraint(
                condition=~Q(delta_on_hand=0, delta_reserved=0) | Q(value_amount__isnull=False),
                name="inventory_movement_moves_or_values",
            ),
        )
        indexes = (
            # With what the ledger is summed up from, so that the rows themselves need not be read.
            models.Index(
                fields=["item", "occurred_at", "id"],
                include=["delta_on_hand", "delta_reserved"],
                name="inventory_movement_ledger",
            ),
            # The value of a SKU, or of all, at a day, from the index alone.
            models.Index(
                fields=["item", "occurred_at", "id"],
                include=["value_amount", "valued_quantity"],
                name="inventory_movement_value",
                condition=Q(value_amount__isnull=False),
            ),
            models.Index(fields=["order_id"], name="inventory_movement_order", condition=Q(order_id__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.item_id}"

    def to_dto(self) -> dto.Movement:
        return dto.Movement(
            id=self.id,
            sku=Sku(self.item_id),
            kind=MovementKind(self.kind),
            delta_on_hand=self.delta_on_hand,
            delta_reserved=self.delta_reserved,
            location=domain.MAIN_CODE if self.location is None else self.location.code,
            reason=self.reason,
            reference=self.reference,
            actor=None if self.actor is None else ActorId(self.actor),
            order_id=None if self.order_id is None else OrderId(self.order_id),
            occurred_at=self.occurred_at,
            value=shown(self.value_amount),
        )
