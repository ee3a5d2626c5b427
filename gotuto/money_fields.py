"""Columns for money: an exact amount and its currency side by side; a model joins them in `to_dto`."""

from typing import Any

from django.db import models
from django.db.models import Func


def per_currency(amount: str, currency: str) -> Func:
    """What a list is sorted by where amounts of several currencies meet: the amount, within each currency."""
    return Func(currency, amount, function="ROW", output_field=models.TextField())


class AmountField(models.DecimalField):  # type: ignore[type-arg]
    """numeric(19,4): wide enough for every currency of ISO 4217."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 19, "decimal_places": 4, **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return (
            name,
            "gotuto.money_fields.AmountField",
            args,
            {k: v for k, v in kwargs.items() if k not in ("max_digits", "decimal_places")},
        )


class CurrencyField(models.CharField):  # type: ignore[type-arg]
    """The three letters of ISO 4217."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 3, **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "gotuto.money_fields.CurrencyField", args, {k: v for k, v in kwargs.items() if k != "max_length"}
