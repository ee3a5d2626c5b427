"""The tables of purchase orders."""

from django.db import models
from django.db.models import F, Q

from contexts.inventory.locations.domain import MAIN_CODE
from contexts.inventory.locations.models import Location
from contexts.inventory.purchasing import domain, dto
from contexts.inventory.stock.models import StockItem
from contexts.inventory.suppliers.models import Supplier
from gotuto.ids import ActorId, PurchaseOrderId, Sku, SupplierId, new_id
from gotuto.money import Money

STATES = [(state.value, state.value) for state in dto.PurchaseState]


class PurchaseOrder(models.Model):
    """What is ordered of a supplier, for one location; None is the main one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # What the ledger says of its movements.
    reference = models.CharField(max_length=64)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=16, choices=STATES)
    promised_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in dto.PurchaseState]),
                name="inventory_purchaseorder_state",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["placed", "received"]) | Q(placed_at__isnull=False),
                name="inventory_purchaseorder_was_placed",
            ),
        )
        indexes = (
            models.Index(fields=["created_at", "id"], name="inventory_purchase_created"),
            models.Index(fields=["state", "created_at", "id"], name="inventory_purchase_by_state"),
            models.Index(fields=["supplier", "created_at", "id"], name="inventory_purchase_of_supplier"),
            models.Index(fields=["updated_at"], name="inventory_purchase_changed"),
        )

    def __str__(self) -> str:
        return self.reference

    def to_dto(self) -> dto.PurchaseOrder:
        lines = tuple(line.to_dto(self.supplier.currency) for line in self.lines.all())
        return dto.PurchaseOrder(
            id=PurchaseOrderId(self.id),
            reference=self.reference,
            supplier_id=SupplierId(self.supplier_id),
            supplier=self.supplier.code,
            location=MAIN_CODE if self.location is None else self.location.code,
            state=dto.PurchaseState(self.state),
            lines=lines,
            total=domain.total(lines, currency=self.supplier.currency),
            promised_on=self.promised_on,
            note=self.note,
            created_by=None if self.created_by is None else ActorId(self.created_by),
            created_at=self.created_at,
            placed_at=self.placed_at,
            closed_at=self.closed_at,
            version=self.version,
        )


class PurchaseLine(models.Model):
    """Pieces of one SKU within a purchase order."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(PurchaseOrder, models.PROTECT, related_name="lines", db_index=False)
    item = models.ForeignKey(
        StockItem, models.PROTECT, to_field="sku", db_column="sku", related_name="+", db_index=False
    )
    quantity = models.IntegerField()
    received = models.IntegerField(default=0)
    cost_amount = models.DecimalField(max_digits=14, decimal_places=4)

    class Meta:
        ordering = ("item_id",)
        constraints = (
            models.UniqueConstraint(fields=["order", "item"], name="inventory_purchaseline_sku"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, received__gte=0, quantity__gte=F("received"), cost_amount__gte=0),
                name="inventory_purchaseline_pieces",
            ),
        )
        indexes = (
            models.Index(fields=["item"], condition=Q(quantity__gt=F("received")), name="inventory_purchaseline_open"),
        )

    def __str__(self) -> str:
        return f"{self.quantity} × {self.item_id}"

    def to_dto(self, currency: str) -> dto.PurchaseLine:
        return dto.PurchaseLine(
            sku=Sku(self.item_id),
            quantity=self.quantity,
            received=self.received,
            cost=Money.round(self.cost_amount, currency),
        )
