"""The tables of account maps."""

from django.db import models

from contexts.billing.accounting import dto
from contexts.billing.accounting.dto import Chart
from contexts.billing.sellers.models import LegalEntity
from gotuto.ids import new_id

CHARTS = [(chart.value, f"SKR{chart.value}") for chart in Chart]


class AccountMap(models.Model):
    """By what a tax adviser knows a seller, and how the seller's accounts look."""

    entity = models.OneToOneField(LegalEntity, on_delete=models.PROTECT, primary_key=True, related_name="+")
    chart = models.CharField(max_length=2, choices=CHARTS)
    consultant_number = models.IntegerField()
    client_number = models.IntegerField()
    account_length = models.SmallIntegerField()
    fiscal_month = models.SmallIntegerField()
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = "account map"

    def __str__(self) -> str:
        return f"{self.entity_id}, SKR{self.chart}"

    def to_dto(self) -> dto.AccountMap:
        return dto.AccountMap(
            legal_entity=self.entity_id,
            consultant_number=self.consultant_number,
            client_number=self.client_number,
            chart=Chart(self.chart),
            account_length=self.account_length,
            fiscal_month=self.fiscal_month,
            accounts={one.key: one.account for one in self.accounts.all()},
            books_fees=True,
        )


class LedgerAccount(models.Model):
    """An account of a seller that differs from the chart's own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    map = models.ForeignKey(AccountMap, on_delete=models.CASCADE, related_name="accounts", db_index=False)
    key = models.CharField(max_length=48)
    account = models.CharField(max_length=20)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["map", "key"], name="billing_ledgeraccount_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.account}"
