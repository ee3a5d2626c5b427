"""The tables of numbers: the counter of each series and year, and the chain of seals over what was numbered."""

from django.db import models

from gotuto.ids import new_id


class NumberCounter(models.Model):
    """The last number of a series and year; the row is the queue in which invoices wait for theirs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    legal_entity = models.CharField(max_length=16)
    series = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()
    # The latest issue date: the next is no earlier, whatever a clock says.
    last_date = models.DateField(null=True)
    # The end of the chain of seals, and what it was before the last one; 32 bytes each.
    root = models.BinaryField(null=True)
    previous_root = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["legal_entity", "series", "year"], name="billing_counter_one_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}: {self.last}"


class Seal(models.Model):
    """That a document with this number and content was issued: a link of the chain of its series and year.

    It holds nothing personal, and stays when the document itself is gone by retention. Its id is the document's.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    legal_entity = models.CharField(max_length=16)
    series = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=32)
    issue_date = models.DateField()
    due_date = models.DateField()
    content_hash = models.BinaryField()
    seller_hash = models.BinaryField()
    previous = models.BinaryField()
    gone_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["legal_entity", "series", "year", "sequence"], name="billing_seal_number_once"
            )
        ]
        indexes = [models.Index(fields=["issue_date", "id"], name="billing_seal_by_date")]

    def __str__(self) -> str:
        return self.number
