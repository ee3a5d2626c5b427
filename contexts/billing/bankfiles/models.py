"""The accounts of sellers whose statements are read, and how their CSV is."""

from django.db import models

from contexts.billing.bankfiles import dto
from contexts.billing.sellers.models import LegalEntity
from gotuto.events import decode
from gotuto.ids import new_id
from gotuto.money_fields import CurrencyField


class BankAccount(models.Model):
    """An account of a seller, of which statements are read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    iban = models.CharField("IBAN", max_length=34)
    seller = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = CurrencyField()
    name = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["iban"], name="billing_bank_account_once")]

    def __str__(self) -> str:
        return self.name or self.iban

    def to_dto(self) -> dto.BankAccount:
        return dto.BankAccount(
            id=self.id, iban=self.iban, legal_entity=self.seller_id, currency=self.currency, name=self.name
        )


class CsvMapping(models.Model):
    """Which column of a bank's CSV means what, by the name under which it was saved."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=50)
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    delimiter = models.CharField(max_length=1)
    encoding = models.CharField(max_length=16)
    date_format = models.CharField(max_length=20)
    decimal_comma = models.BooleanField()
    skip_lines = models.SmallIntegerField(default=0)
    # The headings by what they mean, as in `dto.CsvMapping`.
    columns = models.JSONField()

    class Meta:
        verbose_name = "CSV mapping"
        constraints = [models.UniqueConstraint(fields=["name"], name="billing_csv_mapping_once")]

    def __str__(self) -> str:
        return self.name

    def to_dto(self) -> dto.CsvMapping:
        return decode(
            dto.CsvMapping,
            {
                **self.columns,
                "name": self.name,
                "account": self.account.iban,
                "delimiter": self.delimiter,
                "encoding": self.encoding,
                "date_format": self.date_format,
                "decimal_comma": self.decimal_comma,
                "skip_lines": self.skip_lines,
            },
        )
