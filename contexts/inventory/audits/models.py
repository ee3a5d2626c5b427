"""The table of corrections."""

from django.db import models

from contexts.inventory.locations.domain import MAIN_CODE
from contexts.inventory.locations.models import Location
from contexts.inventory.stock.models import StockItem
from gotuto.ids import new_id


class Correction(models.Model):
    """A counter that was set to the sum of its ledger; rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(
        StockItem, models.PROTECT, to_field="sku", db_column="sku", related_name="+", db_index=False
    )
    # None is the main location.
    location = models.ForeignKey(Location, models.PROTECT, null=True, related_name="+", db_index=False)
    counter = models.CharField(max_length=16)
    before = models.BigIntegerField()
    after = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    who = models.CharField(max_length=100)
    corrected_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.item_id} at {self.location or MAIN_CODE}: {self.counter} {self.before} → {self.after}"
