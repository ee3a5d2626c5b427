"""The table of locations."""

from typing import Any

import msgspec
from django.db import models
from django.db.models import Q

from contexts.inventory.locations import domain, dto
from gotuto.address import Address
from gotuto.ids import LocationId, new_id
from gotuto.text import codes


class Location(models.Model):
    """Where stock lies; the main one has a row only once somebody has described it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=codes.CODE_LENGTH)
    name = models.CharField(max_length=domain.NAME_LENGTH)
    priority = models.IntegerField(default=0)
    address = models.JSONField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("priority", "code")
        constraints = (
            models.UniqueConstraint(fields=["code"], name="inventory_location_code"),
            models.CheckConstraint(
                condition=~Q(id=domain.MAIN_ID) | Q(code=domain.MAIN_CODE, closed_at=None),
                name="inventory_location_main_is_open",
            ),
        )

    def __str__(self) -> str:
        return self.code

    def to_dto(self) -> dto.Location:
        return dto.Location(
            id=LocationId(self.id),
            code=self.code,
            name=self.name,
            priority=self.priority,
            address=_address(self.address),
            is_main=self.id == domain.MAIN_ID,
            closed_at=self.closed_at,
            version=self.version,
        )


def _address(stored: Any) -> Address | None:
    return None if stored is None else msgspec.convert(stored, Address)
