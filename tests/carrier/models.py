"""Labels to be printed, one row a call, and the stickers that the context makes of those that are."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from gotuto.outbound.models import OutboundCall, Status


class Label(OutboundCall):
    answer_fields: ClassVar[tuple[str, ...]] = ("tracking_number",)

    parcel = models.CharField(max_length=50)
    tracking_number = models.CharField(max_length=50, default="")

    class Meta(OutboundCall.Meta):
        app_label = "carrier"

    def on_outcome(self, *, now: datetime) -> None:
        if self.status == Status.DONE:
            Sticker.objects.create(label_id=self.id, tracking_number=self.tracking_number)


class Sticker(models.Model):
    """What follows from a label; not unique on purpose, so that a second one would be seen."""

    label_id = models.UUIDField()
    tracking_number = models.CharField(max_length=50)

    class Meta:
        app_label = "carrier"
