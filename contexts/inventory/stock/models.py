"""The tables of stock. Counters are moved by `statements` only: read, add and save would lose pieces under concurrency."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from contexts.inventory.stock import dto
from gotuto.ids import ActorId, OrderId, ProductId, Sku, new_id


class StockItem(models.Model):
    """The counters of one SKU."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sku = models.CharField("SKU", max_length=64)
    product_id = models.UUIDField()
    on_hand = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("sku",)
        constraints = (
            models.UniqueConstraint(fields=["sku"], name="inventory_stockitem_sku"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, reserved__lte=F("on_hand")), name="inventory_stockitem_reserved_on_hand"
            ),
        )
        indexes = (
            models.Index(fields=["created_at", "id"], name="inventory_stockitem_created"),
            # What changed lately; unlike a tree it costs an update next to nothing, and lets it stay on its page.
            BrinIndex(
                fields=["updated_at"], name="inventory_stockitem_changed", autosummarize=True, pages_per_range=32
            ),
        )

    def __str__(self) -> str:
        return self.sku

    def to_dto(self) -> dto.StockItem:
        return dto.StockItem(
            id=self.id,
            sku=Sku(self.sku),
            product_id=ProductId(self.product_id),
            on_hand=self.on_hand,
            reserved=self.reserved,
            available=self.on_hand - self.reserved,
            version=self.version,
        )


class Movement(models.Model):
    """The ledger: rows are added, never changed; their sums are the counters."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(
        StockItem, models.PROTECT, to_field="sku", db_column="sku", related_name="movements", db_index=False
    )
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in dto.MovementKind])
    delta_on_hand = models.BigIntegerField()
    delta_reserved = models.BigIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    actor = models.UUIDField(null=True)
    order_id = models.UUIDField(null=True)
    occurred_at = models.DateTimeField()

    class Meta:
        ordering = ("-occurred_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in dto.MovementKind]), name="inventory_movement_kind"
            ),
            models.CheckConstraint(
                condition=~Q(delta_on_hand=0, delta_reserved=0), name="inventory_movement_moves_something"
            ),
        )
        indexes = (
            # With what the ledger is summed up from, so that the rows themselves need not be read.
            models.Index(
                fields=["item", "occurred_at", "id"],
                include=["delta_on_hand", "delta_reserved"],
                name="inventory_movement_ledger",
            ),
            models.Index(fields=["order_id"], name="inventory_movement_order", condition=Q(order_id__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.item_id}"

    def to_dto(self) -> dto.Movement:
        return dto.Movement(
            id=self.id,
            sku=Sku(self.item_id),
            kind=dto.MovementKind(self.kind),
            delta_on_hand=self.delta_on_hand,
            delta_reserved=self.delta_reserved,
            reason=self.reason,
            actor=None if self.actor is None else ActorId(self.actor),
            order_id=None if self.order_id is None else OrderId(self.order_id),
            occurred_at=self.occurred_at,
        )
