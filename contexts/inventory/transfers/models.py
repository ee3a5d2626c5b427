"""The tables of transfers."""

from django.db import models
from django.db.models import F, Q

from contexts.inventory.locations.domain import MAIN_CODE
from contexts.inventory.locations.models import Location
from contexts.inventory.stock.models import StockItem
from contexts.inventory.transfers import dto
from gotuto.ids import ActorId, Sku, TransferId, new_id

STATES = [(state.value, state.value) for state in dto.TransferState]


class Transfer(models.Model):
    """Goods that go from one location to another; of both, None is the main one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # What the ledger says of its movements.
    reference = models.CharField(max_length=64)
    origin = models.ForeignKey(Location, models.PROTECT, null=True, related_name="+", db_index=False)
    destination = models.ForeignKey(Location, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=16, choices=STATES)
    note = models.CharField(max_length=200, blank=True)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in dto.TransferState]), name="inventory_transfer_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") & ~Q(state="received") | Q(sent_at__isnull=False),
                name="inventory_transfer_was_sent",
            ),
        )
        indexes = (
            models.Index(fields=["created_at", "id"], name="inventory_transfer_created"),
            models.Index(fields=["state", "created_at", "id"], name="inventory_transfer_by_state"),
            models.Index(fields=["updated_at"], name="inventory_transfer_changed"),
        )

    def __str__(self) -> str:
        return self.reference

    def to_dto(self) -> dto.Transfer:
        return dto.Transfer(
            id=TransferId(self.id),
            reference=self.reference,
            from_location=MAIN_CODE if self.origin is None else self.origin.code,
            to_location=MAIN_CODE if self.destination is None else self.destination.code,
            state=dto.TransferState(self.state),
            lines=tuple(line.to_dto() for line in self.lines.all()),
            note=self.note,
            created_by=None if self.created_by is None else ActorId(self.created_by),
            created_at=self.created_at,
            sent_at=self.sent_at,
            received_at=self.received_at,
            version=self.version,
        )


class TransferLine(models.Model):
    """Pieces of one SKU within a transfer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="lines", db_index=False)
    item = models.ForeignKey(
        StockItem, models.PROTECT, to_field="sku", db_column="sku", related_name="+", db_index=False
    )
    quantity = models.IntegerField()
    received = models.IntegerField(default=0)
    missing = models.IntegerField(default=0)

    class Meta:
        ordering = ("item_id",)
        constraints = (
            models.UniqueConstraint(fields=["transfer", "item"], name="inventory_transferline_sku"),
            models.CheckConstraint(
                condition=Q(
                    quantity__gt=0,
                    received__gte=0,
                    missing__gte=0,
                    quantity__gte=F("received") + F("missing"),
                ),
                name="inventory_transferline_pieces",
            ),
        )

    def __str__(self) -> str:
        return f"{self.quantity} × {self.item_id}"

    def to_dto(self) -> dto.TransferLine:
        return dto.TransferLine(
            sku=Sku(self.item_id), quantity=self.quantity, received=self.received, missing=self.missing
        )
