"""The columns of what is sold; tables of products and of variants wear them."""

from collections.abc import Mapping
from functools import reduce
from operator import and_

from django.db import models
from django.db.models import Q

from contexts.catalog.categories.dto import Keep
from contexts.catalog.offers.domain.skus import check_price
from contexts.catalog.offers.dto import Variant
from gotuto.ids import Sku
from gotuto.money import Money
from gotuto.money_fields import AmountField, CurrencyField


class Sold(models.Model):
    """What is sold under a SKU: a variant, or a product without options, which is its own only one."""

    price_amount = AmountField()
    price_currency = CurrencyField()
    gtin = models.CharField("GTIN", max_length=14, blank=True, default="", db_default="")
    weight_grams = models.IntegerField("weight in grams", null=True, blank=True)
    length_mm = models.IntegerField("length in mm", null=True, blank=True)
    width_mm = models.IntegerField("width in mm", null=True, blank=True)
    height_mm = models.IntegerField("height in mm", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def price(self) -> Money:
        return Money(self.price_amount, self.price_currency)

    @price.setter
    def price(self, price: Money) -> None:
        self.price_amount, self.price_currency = price.amount, price.currency

    def sell_as(self, variant: Variant) -> None:
        """Have the price, the GTIN and the measures of this."""
        self.price, self.gtin = variant.price, variant.gtin
        self.weight_grams, self.length_mm = variant.weight_grams, variant.length_mm
        self.width_mm, self.height_mm = variant.width_mm, variant.height_mm

    def correct(self, *, price: Money | None, gtin: str | None, **measures: int | Keep | None) -> tuple[str, ...]:
        """Set what is given and differs, by the rules; the names of what has changed, without the price."""
        if price is not None and price != self.price:
            check_price(price)
            self.price = price
        wanted = {"gtin": self.gtin if gtin is None else gtin, **measures}
        changed = tuple(
            name for name, value in wanted.items() if not isinstance(value, Keep) and value != getattr(self, name)
        )
        for name in changed:
            setattr(self, name, wanted[name])
        return changed

    def sold_as(self, sku: str, name: str, options: Mapping[str, str], *, is_active: bool) -> Variant:
        return Variant(
            sku=Sku(sku),
            name=name,
            options=dict(options),
            price=self.price,
            gtin=self.gtin,
            weight_grams=self.weight_grams,
            length_mm=self.length_mm,
            width_mm=self.width_mm,
            height_mm=self.height_mm,
            is_active=is_active,
        )


def measured(name: str) -> models.CheckConstraint:
    """Nothing weighs less than nothing, nor is smaller."""
    measures = ("weight_grams", "length_mm", "width_mm", "height_mm")
    return models.CheckConstraint(
        condition=reduce(and_, (Q(**{f"{one}__isnull": True}) | Q(**{f"{one}__gt": 0}) for one in measures)), name=name
    )
