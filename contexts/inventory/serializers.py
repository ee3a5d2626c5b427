"""What inventory takes in over HTTP."""

from rest_framework import serializers

from contexts.inventory.domain import MOST_PIECES
from gotuto.http import Input, PageQuery
from gotuto.http.fields import SkuField

REASON_LENGTH = 200
MOST_SKUS = 100


class AvailabilityQuery(Input):
    sku = serializers.ListField(
        child=SkuField(), allow_empty=False, max_length=MOST_SKUS, help_text="Repeat it for several: ?sku=A&sku=B"
    )


class StockItemQuery(PageQuery):
    sku = SkuField(required=False)


class ReceiptBody(Input):
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_PIECES)
    reason = serializers.CharField(max_length=REASON_LENGTH, required=False, allow_blank=True)


class AdjustmentBody(Input):
    delta = serializers.IntegerField(
        min_value=-MOST_PIECES, max_value=MOST_PIECES, help_text="How many more (or, below zero, fewer) there are."
    )
    reason = serializers.CharField(max_length=REASON_LENGTH)
