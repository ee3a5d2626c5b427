"""The table of price lists; their prices stand in the ledger of all prices."""

from django.db import models
from django.db.models import Q

from contexts.catalog.pricelists import dto
from gotuto.ids import new_id
from gotuto.money_fields import CurrencyField
from gotuto.text.codes import CODE_LENGTH


class PriceList(models.Model):
    """Prices in a currency that the goods do not have, or of a group of customers; it is never deleted, since the ledger names it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=CODE_LENGTH)
    name = models.CharField(max_length=dto.NAME_LENGTH)
    currency = CurrencyField()
    # The code of the group as customer tells it; empty for everybody.
    customer_group = models.CharField(max_length=CODE_LENGTH, blank=True, default="", db_default="")
    is_active = models.BooleanField("active", default=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(fields=["code"], name="catalog_pricelist_code"),
            models.UniqueConstraint(
                fields=["currency", "customer_group"],
                condition=Q(is_active=True),
                name="catalog_pricelist_one_active",
            ),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="catalog_pricelist_named"),
        )

    def __str__(self) -> str:
        return self.code

    def to_dto(self) -> dto.PriceList:
        return dto.PriceList(
            id=self.id,
            code=self.code,
            name=self.name,
            currency=self.currency,
            customer_group=self.customer_group,
            is_active=self.is_active,
            version=self.version,
        )
