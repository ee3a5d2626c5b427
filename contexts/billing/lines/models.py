"""The tables of lines and tax lines: what stands on an invoice, and the tax in it."""

from decimal import Decimal
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q

from contexts.billing.lines import dto
from contexts.billing.taxes.domain import vatex
from contexts.billing.taxes.dto import TaxCategory, TaxClass
from gotuto.ids import InvoiceLineId, Sku, new_id
from gotuto.money import Money
from gotuto.money_fields import AmountField

CATEGORIES = [(category.value, category.value) for category in TaxCategory]
TAX_CLASSES = [(tax_class.value, tax_class.value) for tax_class in TaxClass]


def _may_stand(category: str, exemption: str, *, name: str) -> models.CheckConstraint:
    """Which reason may stand with which category: the official validators do not look at it."""
    pairs = [Q(**{category: one.value, f"{exemption}__in": sorted(codes)}) for one, codes in vatex.PAIRS.items()]
    return models.CheckConstraint(condition=reduce(or_, pairs), name=name)


def discount_of(amount: Decimal, reason: str, currency: str) -> dto.Discount | None:
    return dto.Discount(amount=Money(amount, currency), reason=reason) if amount else None


class InvoiceLine(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invoice = models.ForeignKey("billing.Invoice", on_delete=models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=64)
    description = models.CharField(max_length=300)
    quantity = models.PositiveIntegerField()
    unit_price = AmountField()
    total = AmountField()
    # What is taken off the price of the quantity, gross or net as the price is.
    discount = AmountField(default=Decimal(0), db_default=Decimal(0))
    discount_reason = models.CharField(max_length=200, default="", db_default="")
    # UN/ECE Recommendation 20; C62 is a piece.
    unit = models.CharField(max_length=3, default=dto.PIECE, db_default=dto.PIECE)
    tax_rate = models.DecimalField(max_digits=6, decimal_places=4)
    tax_category = models.CharField(
        max_length=2, choices=CATEGORIES, default=TaxCategory.STANDARD, db_default=TaxCategory.STANDARD.value
    )
    exemption = models.CharField(max_length=30, default="", db_default="")
    # Whose tax is inside a gross price on which none is owed; NULL says the rate itself.
    included_rate = models.DecimalField(max_digits=6, decimal_places=4, null=True)
    # What was asked for, so that a draft can be taxed again; NULL on lines of orders.
    tax_class = models.CharField(max_length=13, choices=TAX_CLASSES, null=True)
    is_service = models.BooleanField(default=False, db_default=False)
    # The line of the invoice that this one of a credit note takes back.
    credits_line = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False, db_constraint=False
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="billing_line_position_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="billing_line_quantity_positive"),
            models.CheckConstraint(
                condition=Q(total=F("unit_price") * F("quantity") - F("discount"), discount__gte=0, total__gte=0),
                name="billing_line_adds_up_less_discount",
            ),
            _may_stand("tax_category", "exemption", name="billing_line_category_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.description}"

    def to_dto(self, currency: str) -> dto.InvoicedLine:
        return dto.InvoicedLine(
            id=InvoiceLineId(self.id),
            position=self.position,
            sku=Sku(self.sku),
            description=self.description,
            quantity=self.quantity,
            unit_price=Money(self.unit_price, currency),
            total=Money(self.total, currency),
            tax_rate=self.tax_rate.normalize(),
            tax_category=TaxCategory(self.tax_category),
            exemption=self.exemption,
            included_rate=None if self.included_rate is None else self.included_rate.normalize(),
            unit=self.unit,
            discount=discount_of(self.discount, self.discount_reason, currency),
            tax_class=None if self.tax_class is None else TaxClass(self.tax_class),
            is_service=self.is_service,
            credits_line_id=None if self.credits_line_id is None else InvoiceLineId(self.credits_line_id),
        )


class TaxLine(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invoice = models.ForeignKey("billing.Invoice", on_delete=models.CASCADE, related_name="tax_lines", db_index=False)
    rate = models.DecimalField(max_digits=6, decimal_places=4)
    net = AmountField()
    tax = AmountField()
    gross = AmountField()
    category = models.CharField(
        max_length=2, choices=CATEGORIES, default=TaxCategory.STANDARD, db_default=TaxCategory.STANDARD.value
    )
    exemption = models.CharField(max_length=30, default="", db_default="")

    class Meta:
        ordering = ["rate", "category", "exemption"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "rate", "category", "exemption"], name="billing_tax_group_once"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("tax")), name="billing_tax_adds_up"),
            _may_stand("category", "exemption", name="billing_tax_category_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{(self.rate * 100).normalize():f} %"

    def to_dto(self, currency: str) -> dto.TaxLine:
        return dto.TaxLine(
            rate=self.rate.normalize(),
            category=TaxCategory(self.category),
            exemption=self.exemption,
            net=Money(self.net, currency),
            tax=Money(self.tax, currency),
            gross=Money(self.gross, currency),
        )
