"""The tables of stock. Counters are moved by `statements` only: read, add and save would lose pieces under concurrency."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from contexts.inventory.locations.models import Location
from contexts.inventory.stock import dto
from gotuto.ids import ProductId, Sku, new_id
from gotuto.money_fields import AmountField


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
    # Whether a purchase order has promised that, and not somebody by hand.
    is_promised = models.BooleanField(default=False, db_default=False)
    expected_at = models.DateTimeField(null=True)
    # Down there more is to be ordered, and how many at a time; None is never.
    reorder_point = models.IntegerField(null=True)
    reorder_quantity = models.IntegerField(null=True)
    # Whether it is down there. A trigger writes it with whatever moves the counters, so that no statement can forget it.
    is_low = models.BooleanField(default=False, db_default=False)
    # What all of it is worth, and of how many pieces that is: those that lie anywhere, and those on their way. None is not valued.
    value_amount = AmountField(null=True)
    valued_quantity = models.BigIntegerField(null=True)
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
            models.CheckConstraint(
                condition=(Q(reorder_point__isnull=True) | Q(reorder_point__gte=0))
                & (Q(reorder_quantity__isnull=True) | Q(reorder_quantity__gt=0)),
                name="inventory_stockitem_reordering",
            ),
            # The last piece takes the rest, so that nothing is worth nothing.
            models.CheckConstraint(
                condition=Q(value_amount__isnull=True, valued_quantity__isnull=True)
                | Q(
                    Q(valued_quantity__gt=0) | Q(value_amount=0),
                    value_amount__isnull=False,
                    value_amount__gte=0,
                    valued_quantity__isnull=False,
                    valued_quantity__gte=F("on_hand"),
                ),
                name="inventory_stockitem_value",
            ),
        )
        indexes = (
            models.Index(fields=["created_at", "id"], name="inventory_stockitem_created"),
            # What is to be ordered; a row comes in and goes as it crosses its point, and stays on its page else.
            models.Index(fields=["sku"], name="inventory_stockitem_low", condition=Q(is_low=True)),
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
            reorder_point=self.reorder_point,
            reorder_quantity=self.reorder_quantity,
            is_low=self.is_low,
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
