"""Shipping's table."""

from typing import Any

import msgspec
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from contexts.shipping import dto
from gotuto import names
from gotuto.address import Address
from gotuto.ids import ActorId, OrderId, ShipmentId, new_id

Json = dict[str, Any] | list[Any]


def with_tracking_number(words: str) -> Q:
    """The parcels with this tracking number."""
    # As the index has it: parcels without a number are not in it.
    return Q(tracking_number=words) & ~Q(tracking_number="")


class Shipment(models.Model):
    """A parcel; `number` counts the parcels of an order, from 1."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField()
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=16, choices=[(state.value, state.value) for state in dto.ShipmentState])
    carrier = models.CharField(max_length=100, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True)
    # Personal data: it stays in this row, so that it can be blanked, and goes into no event and no log.
    address = models.JSONField(null=True)
    # A snapshot of what was packed; nobody asks for it but by its parcel.
    lines = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)
    # Who handed it over, and who said that it arrived; unknown of those that are older than these columns.
    dispatched_by = models.UUIDField(null=True)
    delivered_by = models.UUIDField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(fields=["order_id", "number"], name="shipping_shipment_order_number"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in dto.ShipmentState]), name="shipping_shipment_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "cancelled"], dispatched_at=None)
                | Q(state__in=["dispatched", "delivered"], dispatched_at__isnull=False),
                name="shipping_shipment_dispatched_at",
            ),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_at__isnull=False)
                | (~Q(state="delivered") & Q(delivered_at=None)),
                name="shipping_shipment_delivered_at",
            ),
        )
        indexes = (
            models.Index(fields=["created_at", "id"], name="shipping_shipment_created"),
            models.Index(fields=["state", "created_at", "id"], name="shipping_shipment_state_time"),
            models.Index(
                fields=["dispatched_at", "id"],
                name="shipping_shipment_dispatched",
                condition=Q(dispatched_at__isnull=False),
            ),
            models.Index(
                fields=["tracking_number"], name="shipping_shipment_tracking", condition=~Q(tracking_number="")
            ),
            BrinIndex(fields=["updated_at"], name="shipping_shipment_changed", autosummarize=True, pages_per_range=32),
        )

    def __str__(self) -> str:
        return f"Shipment {self.number} of order {names.noted(self, 'order_id')}"

    def to_dto(self) -> dto.Shipment:
        return dto.Shipment(
            id=ShipmentId(self.id),
            order_id=OrderId(self.order_id),
            state=dto.ShipmentState(self.state),
            carrier=self.carrier,
            tracking_number=self.tracking_number,
            address=msgspec.convert(self.address, Address | None),
            lines=msgspec.convert(self.lines, tuple[dto.ShipmentLine, ...]),
            created_at=self.created_at,
            dispatched_at=self.dispatched_at,
            delivered_at=self.delivered_at,
            dispatched_by=None if self.dispatched_by is None else ActorId(self.dispatched_by),
            delivered_by=None if self.delivered_by is None else ActorId(self.delivered_by),
            version=self.version,
        )
