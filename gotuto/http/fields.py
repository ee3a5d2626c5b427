"""Fields that several contexts take in."""

import re
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any

import msgspec
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from gotuto.address import Address, faults, no_tax_country
from gotuto.errors import BusinessError
from gotuto.http.inputs import Input
from gotuto.http.texts import CodeField, LineField, MomentField
from gotuto.http.unknown import unknown
from gotuto.money import Money, exponent
from gotuto.text.characters import normal

# Of a value of which nobody has said more.
TEXT_LENGTH, MOST_TEXTS = 1_000, 100
_TEXT = LineField(max_length=TEXT_LENGTH, allow_blank=True)
_UNLESS_NEEDED = "May be left out where the country's mail does without."
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,4})?", re.ASCII)
_MOST = 10**15 - 1


@extend_schema_field(
    {
        "type": "object",
        "required": ["amount", "currency"],
        "additionalProperties": False,
        "properties": {
            "amount": {
                "oneOf": [
                    {"type": "string", "pattern": f"^{_DECIMAL.pattern}$"},
                    {"type": "integer", "minimum": -_MOST, "maximum": _MOST},
                ],
                "example": "12.50",
            },
            "currency": {"type": "string", "pattern": "^[A-Za-z]{3}$", "example": "EUR", "description": "ISO 4217"},
        },
    },
    component_name="MoneyInput",
)
class MoneyField(serializers.Field[Any, Any, Any, Any]):
    """`{"amount": "12.50", "currency": "EUR"}`; the amount is a string, so that no client makes a float of it, or whole."""

    default_error_messages = {
        "shape": _('Give an amount and a currency, such as {{"amount": "12.50", "currency": "EUR"}}.'),
        "amount": _('The amount is a decimal number in quotation marks, such as "12.50".'),
    }

    def to_internal_value(self, data: Any) -> Money:
        if not isinstance(data, dict) or not {"amount", "currency"} <= set(data):
            self.fail("shape")
        if strangers := unknown(data, ("amount", "currency"), what="field"):
            raise serializers.ValidationError(strangers)
        amount, currency = data["amount"], data["currency"]
        if isinstance(amount, float) and amount.is_integer():
            # JSON knows no difference.
            amount = int(amount)
        if isinstance(amount, int) and not isinstance(amount, bool):
            amount = str(amount)
        if not isinstance(amount, str) or not _DECIMAL.fullmatch(amount) or not isinstance(currency, str):
            self.fail("amount")
        if not currency.isascii():
            self.fail("shape")
        try:
            return Money(Decimal(amount), currency.upper())
        except BusinessError as refusal:
            raise serializers.ValidationError(refusal.detail) from None

    def to_representation(self, value: Money) -> dict[str, str]:
        return {"amount": str(value.amount), "currency": value.currency}


class CurrencyField(CodeField):
    """The code of a currency, in any case."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_length=3, max_length=3, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        try:
            exponent(code)
        except BusinessError as refusal:
            raise serializers.ValidationError(refusal.detail) from None
        return code


class CountryField(CodeField):
    """The code of a country, in any case; XI is Northern Ireland, which value added tax tells apart."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_length=2, max_length=2, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if fault := no_tax_country(code):
            raise serializers.ValidationError(fault)
        return code


CountryCode = Annotated[str, msgspec.Meta(extra_json_schema={"format": "country"})]
CurrencyCode = Annotated[str, msgspec.Meta(extra_json_schema={"format": "currency"})]


@extend_schema_serializer(component_name="AddressInput")
class AddressField(Input):
    """A postal address, by the rules of its country."""

    name = LineField(max_length=200)
    line1 = LineField(max_length=200)
    line2 = LineField(max_length=200, required=False, allow_blank=True)
    postal_code = LineField(max_length=20, required=False, allow_blank=True, help_text=_UNLESS_NEEDED)
    city = LineField(max_length=100, required=False, allow_blank=True, help_text=_UNLESS_NEEDED)
    region = LineField(max_length=100, required=False, allow_blank=True)
    country = CodeField(min_length=2, max_length=2, help_text="ISO 3166-1 alpha-2, such as DE.")
    phone = LineField(max_length=40, required=False, allow_blank=True)

    def to_internal_value(self, data: Any) -> Any:
        given = {"postal_code": "", "city": "", **super().to_internal_value(data)}
        address = Address(**given)
        if wrong := faults(address):
            raise serializers.ValidationError({name: [told] for name, told in wrong.items()})
        return address


class NamedField(serializers.DictField):
    """Values by their names, which are only looked up: whoever knows the names refuses others."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        return {normal(name): value for name, value in super().to_internal_value(data).items()}


@extend_schema_field(
    {
        "anyOf": [
            {"type": "string", "maxLength": TEXT_LENGTH},
            {"type": "number"},
            {"type": "boolean"},
            {"type": "array", "items": {"type": "string", "maxLength": TEXT_LENGTH}, "maxItems": MOST_TEXTS},
            {"type": "null"},
        ],
    },
    component_name="PlainValue",
)
class PlainValueField(serializers.Field[Any, Any, Any, Any]):
    """A text, a number, true or false, or some texts; null stands for none. Whoever knows what is meant checks the rest."""

    default_error_messages = {"shape": _("Give a text, a number, true or false, or a list of texts.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"allow_null": True, **kwargs})

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, list):
            if len(data) > MOST_TEXTS or not all(isinstance(one, str) for one in data):
                self.fail("shape")
            return [_TEXT.run_validation(one) for one in data]
        if isinstance(data, str):
            return _TEXT.run_validation(data)
        if not isinstance(data, bool | int | float):
            self.fail("shape")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class EnumField(serializers.ChoiceField):
    """One of the values of an enumeration; becomes its member."""

    def __init__(self, kind: type[Enum], **kwargs: Any) -> None:
        super().__init__(choices=[member.value for member in kind], **kwargs)
        self._kind = kind

    def to_internal_value(self, data: Any) -> Any:
        return self._kind(super().to_internal_value(data))


class InstantField(MomentField):
    """A point in time, which means nothing without a zone (RFC 3339)."""

    default_error_messages = {
        "zone": _(
            "Give a date, a time and its zone, such as 2026-11-25T08:30:00Z; a plus is written %2B in an address."
        )
    }

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            self.fail("zone")
        return super().enforce_timezone(value)
