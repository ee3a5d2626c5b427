"""The tables of suppliers."""

from django.db import models
from django.db.models import Q

from contexts.inventory.stock.models import StockItem
from contexts.inventory.suppliers import domain, dto
from gotuto.ids import Sku, SupplierId, new_id
from gotuto.money import Money
from gotuto.text import codes


class Supplier(models.Model):
    """From whom goods are bought; one of which nothing more is bought is archived, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=codes.CODE_LENGTH)
    name = models.CharField(max_length=domain.NAME_LENGTH)
    email = models.EmailField(max_length=254, blank=True)
    currency = models.CharField(max_length=3)
    lead_time_days = models.IntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=["code"], name="inventory_supplier_code"),)

    def __str__(self) -> str:
        return self.code

    def to_dto(self) -> dto.Supplier:
        return dto.Supplier(
            id=SupplierId(self.id),
            code=self.code,
            name=self.name,
            email=self.email,
            currency=self.currency,
            lead_time_days=self.lead_time_days,
            archived_at=self.archived_at,
            version=self.version,
        )


class SupplierGood(models.Model):
    """What a supplier has of a SKU; of several who have it one is preferred. Written by whoever has locked the SKU's row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="goods", db_index=False)
    item = models.ForeignKey(
        StockItem, models.PROTECT, to_field="sku", db_column="sku", related_name="+", db_index=False
    )
    supplier_sku = models.CharField("their SKU", max_length=64, blank=True)
    cost_amount = models.DecimalField(max_digits=14, decimal_places=4)
    pack_size = models.IntegerField(default=1)
    is_preferred = models.BooleanField(default=False)
    version = models.IntegerField(default=1, db_default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("item_id",)
        constraints = (
            models.UniqueConstraint(fields=["supplier", "item"], name="inventory_suppliergood_once"),
            models.CheckConstraint(
                condition=Q(cost_amount__gte=0, pack_size__gt=0), name="inventory_suppliergood_makes_sense"
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(is_preferred=True), name="inventory_suppliergood_preferred"
            ),
        )

        indexes = (models.Index(fields=["item", "supplier"], name="inventory_suppliergood_by_sku"),)

    def __str__(self) -> str:
        return f"{self.item_id} of {self.supplier}"

    def to_dto(self) -> dto.SupplierGood:
        return dto.SupplierGood(
            id=self.id,
            supplier_id=SupplierId(self.supplier_id),
            sku=Sku(self.item_id),
            supplier_sku=self.supplier_sku,
            cost=Money.round(self.cost_amount, self.supplier.currency),
            pack_size=self.pack_size,
            is_preferred=self.is_preferred,
            version=self.version,
        )
