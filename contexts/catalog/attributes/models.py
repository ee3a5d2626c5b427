"""The tables of attributes: what a category declares, and by which values products are found."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q, Value
from msgspec import convert, json

from contexts.catalog.attributes import dto
from contexts.catalog.attributes.domain import CODE_LENGTH, UNIT_LENGTH
from contexts.catalog.categories.models import Category
from gotuto.db import as_json, fetch_one
from gotuto.ids import new_id


class Attribute(models.Model):
    """What the products of a category, and of all below it, tell of themselves."""

    id = models.UUIDField(primary_key=True, default=new_id)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="attributes", db_index=False)
    code = models.CharField(max_length=CODE_LENGTH)
    kind = models.CharField(
        max_length=12, choices=[(one.value, one.value.replace("_", " ")) for one in dto.AttributeKind]
    )
    labels = models.JSONField()
    unit = models.CharField(max_length=UNIT_LENGTH, blank=True, default="")
    choices = models.JSONField(default=list, blank=True)
    minimum = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    max_length = models.IntegerField("longest text", null=True, blank=True)
    is_required = models.BooleanField("needed", default=False)
    is_filterable = models.BooleanField("products are filtered by it", default=False)
    position = models.IntegerField("place", default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["category", "code"], name="catalog_attribute_code"),
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z0-9_-]*$"), name="catalog_attribute_coded"),
        )
        indexes = (models.Index(fields=["code"], name="catalog_attribute_by_code"),)

    def __str__(self) -> str:
        return self.code

    def say(self, said: dto.Declaration) -> None:
        """Be what is said."""
        self.kind, self.labels, self.unit = said.kind.value, said.labels, said.unit
        self.choices = [{"value": one.value, "labels": one.labels} for one in said.choices]
        self.minimum, self.maximum, self.max_length = said.minimum, said.maximum, said.max_length
        self.is_required, self.is_filterable = said.is_required, said.is_filterable

    def to_dto(self) -> dto.Attribute:
        return dto.Attribute(
            id=self.id,
            code=self.code,
            category=self.category.to_ref(),
            kind=dto.AttributeKind(self.kind),
            labels=self.labels,
            unit=self.unit,
            choices=convert(self.choices, tuple[dto.Choice, ...]),
            minimum=self.minimum,
            maximum=self.maximum,
            max_length=self.max_length,
            is_required=self.is_required,
            is_filterable=self.is_filterable,
            position=self.position,
            version=self.version,
        )


class AttributeValue(models.Model):
    """A value of a product; triggers write them from its row, so that products are found by an index on value and range."""

    pk = models.CompositePrimaryKey("code", "value", "product")
    code = models.CharField(max_length=CODE_LENGTH, db_collation="C")
    value = models.JSONField()
    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="+")


def attributes_field() -> Any:
    """The column of a product that holds its values by code; also those that nobody declares any more."""
    return models.JSONField(default=dict, blank=True, db_default=Value({}, models.JSONField()))


def told(category_id: Any, values: Mapping[str, dto.Value]) -> dict[str, Any]:
    """What of these values a category declares today, in its order; no statement where there are none."""
    if not values:
        return {}
    (found,) = fetch_one("SELECT catalog_attributes_told(%s, %s::jsonb)::text", [category_id, as_json(values)])
    return dict(json.decode(found))
