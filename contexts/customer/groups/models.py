"""The table of groups of customers."""

from django.db import models
from django.db.models import Q

from contexts.customer.groups import dto
from gotuto.ids import new_id
from gotuto.text.codes import CODE_LENGTH


class CustomerGroup(models.Model):
    """Customers who are treated alike; it is never deleted, since price lists and orders name it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=CODE_LENGTH)
    name = models.CharField(max_length=dto.NAME_LENGTH)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(fields=["code"], name="customer_customergroup_code"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="customer_customergroup_named"),
        )

    def __str__(self) -> str:
        return self.code

    def to_dto(self) -> dto.CustomerGroup:
        return dto.CustomerGroup(id=self.id, code=self.code, name=self.name, version=self.version)
