"""What comes in over REST."""

from typing import Any

from rest_framework import serializers

from contexts.order.domain.cart import MOST_LINES, MOST_PIECES
from contexts.order.dto import Buyer, ItemWish, OrderStatus
from gotuto.errors import BusinessError
from gotuto.http import Input, PageQuery
from gotuto.http.fields import AddressField, SkuField
from gotuto.money import exponent


class ItemIn(Input):
    """So many pieces of a SKU."""

    sku = SkuField()
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_PIECES)

    def to_internal_value(self, data: Any) -> Any:
        return ItemWish(**super().to_internal_value(data))


class CartIn(Input):
    """A cart, filled or empty."""

    currency = serializers.CharField(min_length=3, max_length=3, required=False)
    items = serializers.ListField(child=ItemIn(), required=False, max_length=MOST_LINES)

    def validate_currency(self, value: str) -> str:
        try:
            exponent(value.upper())
        except BusinessError as refusal:
            raise serializers.ValidationError(refusal.detail) from None
        return value.upper()


class QuantityIn(Input):
    """How many pieces the cart is to hold."""

    quantity = serializers.IntegerField(min_value=1, max_value=MOST_PIECES)

    def validate(self, attrs: Any) -> Any:
        # PATCH makes every field optional, but without this one nothing would change.
        if "quantity" not in attrs:
            raise serializers.ValidationError({"quantity": [self.fields["quantity"].error_messages["required"]]})
        return attrs


class OrderIn(Input):
    """A cart and the person who orders it."""

    cart_id = serializers.UUIDField()
    email = serializers.EmailField(max_length=254)
    shipping_address = AddressField()
    billing_address = AddressField(required=False, allow_null=True)

    def validate(self, attrs: Any) -> Any:
        buyer = Buyer(
            email=attrs["email"].lower(),
            shipping_address=attrs["shipping_address"],
            billing_address=attrs.get("billing_address"),
        )
        return {"cart_id": attrs["cart_id"], "buyer": buyer}


class CancelIn(Input):
    """Why an order is called off."""

    reason = serializers.CharField(max_length=500)


class OrderQuery(PageQuery):
    """Filters of the list of orders; customers see their own in any case."""

    status = serializers.ChoiceField(choices=[status.value for status in OrderStatus], required=False)
    email = serializers.EmailField(required=False)
    number = serializers.CharField(max_length=20, required=False)

    def validate_status(self, value: str) -> OrderStatus:
        return OrderStatus(value)


class HistoryQuery(Input):
    """How the history is told."""

    raw = serializers.BooleanField(required=False, default=False, help_text="The stream as stored; staff only.")
