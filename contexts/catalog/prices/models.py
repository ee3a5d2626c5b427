"""The ledger of prices: it only grows, and what is sold wears what it says."""

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from contexts.catalog.offers.domain.skus import SKU_LENGTH
from contexts.catalog.prices import dto
from contexts.catalog.prices.dto import PriceKind
from gotuto.ids import ActorId, Sku, new_id
from gotuto.money import Money
from gotuto.money_fields import AmountField, CurrencyField
from gotuto.text.codes import CODE_LENGTH


class PriceEntry(models.Model):
    """What somebody entered; neither changed nor deleted, which its trigger sees to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sku = models.CharField("SKU", max_length=SKU_LENGTH)
    # The code of its list; empty for what the goods cost in their own currency.
    price_list = models.CharField(max_length=CODE_LENGTH, blank=True, default="", db_default="")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in PriceKind])
    amount = AmountField()
    currency = CurrencyField()
    compare_at_amount = AmountField(null=True)
    # Whether a reduction that is deepened without a break is reckoned from before its first step; the law of when it was entered.
    is_stepwise = models.BooleanField(default=False, db_default=False)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    cancels = models.OneToOneField("self", models.PROTECT, null=True, related_name="cancelled_by")
    actor = models.UUIDField(null=True)
    reason = models.CharField(max_length=dto.REASON_LENGTH, blank=True, default="", db_default="")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "price"
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in PriceKind]), name="catalog_priceentry_kind"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="catalog_priceentry_positive"),
            models.CheckConstraint(
                condition=Q(compare_at_amount__isnull=True)
                | Q(compare_at_amount__gt=F("amount"), kind=PriceKind.REDUCTION.value),
                name="catalog_priceentry_compared",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="catalog_priceentry_period",
            ),
            models.CheckConstraint(
                condition=Q(cancels__isnull=False, kind=PriceKind.CANCELLED.value)
                | (Q(cancels__isnull=True) & ~Q(kind=PriceKind.CANCELLED.value)),
                name="catalog_priceentry_cancels",
            ),
        )
        indexes = (
            models.Index(fields=["sku", "valid_from", "id"], name="catalog_priceentry_of_sku"),
            models.Index(fields=["valid_from", "id"], name="catalog_priceentry_by_time"),
            models.Index(
                fields=["price_list", "valid_from", "id"],
                name="catalog_priceentry_of_list",
                condition=~Q(price_list=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.sku} {self.price}"

    @property
    def price(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def is_cancelled(self) -> bool:
        """Told of rows of `shown_entries`; what is just entered is not."""
        return bool(self.__dict__.get("is_gone", False))

    def cancelling(self) -> dict[str, Any]:
        """What a row has that cancels this one."""
        return {
            "sku": self.sku,
            "price_list": self.price_list,
            "kind": PriceKind.CANCELLED.value,
            "amount": self.amount,
            "currency": self.currency,
            "valid_from": self.valid_from,
            "cancels": self,
        }

    def to_dto(self) -> dto.Price:
        compared = self.compare_at_amount
        return dto.Price(
            id=self.id,
            sku=Sku(self.sku),
            price_list=self.price_list,
            kind=PriceKind(self.kind),
            price=self.price,
            compare_at_price=None if compared is None else Money(compared, self.currency),
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            is_cancelled=self.is_cancelled,
            actor=None if self.actor is None else ActorId(self.actor),
            reason=self.reason,
            recorded_at=self.recorded_at,
        )


def shown_entries(rows: "models.QuerySet[PriceEntry] | None" = None) -> "models.QuerySet[PriceEntry]":
    """What was entered, and whether it was cancelled before it began."""
    gone = PriceEntry.objects.filter(cancels=OuterRef("id"))
    entered = PriceEntry.objects.all() if rows is None else rows
    return entered.exclude(kind=PriceKind.CANCELLED.value).annotate(is_gone=Exists(gone))
