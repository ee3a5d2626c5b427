"""The tables of stock. Counters are moved by `statements` only: read, add and save would lose pieces under concurrency."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from contexts.inventory.locations import domain
from contexts.inventory.locations.models import Location
from contexts.inventory.stock import dto
from gotuto.ids import ActorId, OrderId, ProductId, Sku, new_id


class StockItem(models.Model):
    """The counters of one SKU."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sku = models.CharField("SKU", max_length=64)
    product_id = models.UUIDField()
    on_hand = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    # What of both lies elsewhere than at the main location, which has no level of its own: the sum of the levels below.
    on_hand_elsewhere = models.BigIntegerField(default=0, db_default=0)
    reserved_elsewhere = models.BigIntegerField(default=0, db_default=0)
    # Pieces for which orders wait in line; as long as there are any, what is free is theirs.
    waiting = models.BigIntegerField(default=0, db_default=0)
    when_sold_out = models.CharField(
        max_length=8,
        choices=[(way.value, way.value) for way in dto.SoldOut],
        default=dto.SoldOut.REFUSE.value,
        db_default=dto.SoldOut.REFUSE.value,
    )
    # For how many pieces orders may wait; None is for any number.
    waiting_limit = models.IntegerField(null=True)
    # When more is promised to come.
    expected_at = models.DateTimeField(null=True)
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
            models.CheckConstraint(
                condition=Q(reserved_elsewhere__gte=0, reserved_elsewhere__lte=F("on_hand_elsewhere")),
                name="inventory_stockitem_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(
                    reserved__gte=F("reserved_elsewhere"),
                    reserved__lte=F("on_hand") - F("on_hand_elsewhere") + F("reserved_elsewhere"),
                ),
                name="inventory_stockitem_reserved_on_main",
            ),
            models.CheckConstraint(
                condition=Q(waiting__gte=0, when_sold_out__in=[way.value for way in dto.SoldOut]),
                name="inventory_stockitem_waiting",
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
            available=0 if self.waiting else self.on_hand - self.reserved,
            waiting=self.waiting,
            when_sold_out=dto.SoldOut(self.when_sold_out),
            waiting_limit=self.waiting_limit,
            expected_at=self.expected_at,
            version=self.version,
        )


class Level(models.Model):
    """What of a SKU lies at a location other than the main one; whoever has locked the SKU's row has locked it too."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(
        StockItem, models.PROTECT, to_field="sku", db_column="sku", related_name="levels", db_index=False
    )
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False)
    on_hand = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("item_id", "location_id")
        constraints = (
            models.UniqueConstraint(fields=["item", "location"], name="inventory_level_once"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, reserved__lte=F("on_hand")), name="inventory_level_reserved_on_hand"
            ),
        )
        indexes = (
            # What lies at a location, and whether anything does.
            models.Index(fields=["location", "item"], name="inventory_level_there", condition=Q(on_hand__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.item_id} at {self.location}"


class Movement(models.Model):
    """The ledger: rows are added, never changed; their sums are the counters."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(
        StockItem, models.PROTECT, to_field="sku", db_column="sku", related_name="movements", db_index=False
    )
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in dto.MovementKind])
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

    class Meta:
        ordering = ("-occurred_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in dto.MovementKind]), name="inventory_movement_kinds"
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
            location=domain.MAIN_CODE if self.location is None else self.location.code,
            reason=self.reason,
            reference=self.reference,
            actor=None if self.actor is None else ActorId(self.actor),
            order_id=None if self.order_id is None else OrderId(self.order_id),
            occurred_at=self.occurred_at,
        )
