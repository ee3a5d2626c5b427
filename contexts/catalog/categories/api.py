"""What the catalogue takes in over HTTP."""

from rest_framework import serializers

from contexts.catalog.domain import DESCRIPTION_LENGTH, NAME_LENGTH, SEARCH_LENGTH, SLUG_LENGTH
from gotuto.http import Input, PageQuery
from gotuto.http.fields import MoneyField, SkuField


class ProductBody(Input):
    sku = SkuField(help_text="Upper and lower case are the same. It never changes and is never used again.")
    name = serializers.CharField(max_length=NAME_LENGTH)
    price = MoneyField(help_text="Gross, greater than zero.")
    category_id = serializers.UUIDField()
    description = serializers.CharField(max_length=DESCRIPTION_LENGTH, required=False, allow_blank=True)
    is_active = serializers.BooleanField(
        required=False, help_text="Whether it is for sale; true unless said otherwise."
    )


class ProductQuery(PageQuery):
    category = serializers.CharField(
        required=False, max_length=SLUG_LENGTH, help_text="Slug of a category; everything below it is included."
    )
    search = serializers.CharField(
        required=False, max_length=SEARCH_LENGTH, help_text="Words, or how they begin, of SKU, name and description."
    )
    is_active = serializers.BooleanField(
        required=False, allow_null=True, help_text="For staff; others see what is for sale."
    )


class CategoryBody(Input):
    name = serializers.CharField(max_length=NAME_LENGTH)
    parent_id = serializers.UUIDField(required=False, allow_null=True, help_text="null stands for the top.")
    description = serializers.CharField(max_length=DESCRIPTION_LENGTH, required=False, allow_blank=True)


class CategoryQuery(PageQuery):
    parent_id = serializers.UUIDField(required=False, help_text="Those directly within this category.")
    slug = serializers.CharField(required=False, max_length=SLUG_LENGTH)
