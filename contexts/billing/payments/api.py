"""What billing takes in over HTTP."""

from typing import Any

from rest_framework import serializers

from contexts.billing.dto import InvoiceStatus
from gotuto.address import Address
from gotuto.http import Input, PageQuery
from gotuto.http.fields import MoneyField


class InvoiceQuery(PageQuery):
    status = serializers.ChoiceField(choices=[status.value for status in InvoiceStatus], required=False)
    order_id = serializers.UUIDField(required=False)
    client_id = serializers.UUIDField(required=False)


class PaymentBody(Input):
    amount = MoneyField(help_text="At most what is still due.")
    method = serializers.CharField(max_length=32, help_text="How it was paid, such as bank_transfer, card or cash.")
    reference = serializers.CharField(
        max_length=120, help_text="The bank's or payer's own; the same one twice on an invoice is the same payment."
    )


class AddressBody(Input):
    name = serializers.CharField(max_length=200)
    line1 = serializers.CharField(max_length=200)
    line2 = serializers.CharField(max_length=200, required=False, allow_blank=True)
    postal_code = serializers.CharField(max_length=20)
    city = serializers.CharField(max_length=100)
    region = serializers.CharField(max_length=100, required=False, allow_blank=True)
    country = serializers.RegexField(r"^[A-Z]{2}$", help_text="ISO 3166-1 alpha-2, such as DE.")
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)

    def to_internal_value(self, data: Any) -> Any:
        address = super().to_internal_value(data)
        # A PATCH may leave out the address, but not half of it.
        missing = [name for name, field in self.fields.items() if field.required and name not in address]
        if missing:
            raise serializers.ValidationError({name: ["This field is required."] for name in missing})
        return Address(**address)


class ClientBody(Input):
    name = serializers.CharField(max_length=200)
    email = serializers.EmailField(max_length=254)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    address = AddressBody(required=False)


class ClientQuery(PageQuery):
    email = serializers.EmailField(required=False, help_text="Upper and lower case are the same.")
