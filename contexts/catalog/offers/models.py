"""The columns of what is sold; tables of products and of variants wear them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from contexts.catalog.categories.dto import Keep
from contexts.catalog.offers.domain.skus import check_price
from contexts.catalog.offers.dto import Image, Reduced, Thumbnail, Variant
from gotuto.ids import Sku
from gotuto.money import Money
from gotuto.money_fields import AmountField, CurrencyField


class Sold(models.Model):
    """What is sold under a SKU: a variant, or a product without options, which is its own only one."""

    price_amount = AmountField()
    price_currency = CurrencyField()
    # What the ledger of prices says of it; its triggers keep these, and nobody else writes them.
    compare_at_amount = AmountField(null=True, blank=True, editable=False)
    lowest_amount = AmountField(null=True, blank=True, editable=False)
    lowest_since = models.DateTimeField(null=True, blank=True, editable=False)
    reduction_percent = models.IntegerField(null=True, blank=True, editable=False)
    # When it costs something else by itself; from then on, until a worker has noted it, the ledger is asked.
    price_changes_at = models.DateTimeField(null=True, blank=True, editable=False)
    # As inventory told last; unknown of what is older than this column, until it does.
    in_stock = models.BooleanField(null=True, editable=False)
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
        """Another price is no reduction, unless it is entered as one."""
        if (price.amount, price.currency) != (self.price_amount, self.price_currency):
            self.compare_at_amount = self.lowest_amount = self.lowest_since = self.reduction_percent = None
        self.price_amount, self.price_currency = price.amount, price.currency

    @property
    def reduced(self) -> Reduced:
        return Reduced(
            compare_at_price=self._money(self.compare_at_amount),
            lowest_price_30_days=self._money(self.lowest_amount),
            reduction_percent=self.reduction_percent,
            known_since=self.lowest_since,
        )

    def cost_as(self, variant: Variant) -> None:
        """Have the price of this, with what is told beside it."""
        self.price = variant.price
        self.compare_at_amount = _amount(variant.compare_at_price)
        self.lowest_amount = _amount(variant.lowest_price_30_days)
        self.lowest_since, self.reduction_percent = variant.known_since, variant.reduction_percent

    def _money(self, amount: Decimal | None) -> Money | None:
        return None if amount is None else Money(amount, self.price_currency)

    def sell_as(self, variant: Variant) -> None:
        """Have the price, the GTIN and the measures of this."""
        self.cost_as(variant)
        self.gtin = variant.gtin
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
            **vars(self.reduced),
            gtin=self.gtin,
            weight_grams=self.weight_grams,
            length_mm=self.length_mm,
            width_mm=self.width_mm,
            height_mm=self.height_mm,
            is_active=is_active,
        )


def _amount(money: Money | None) -> Decimal | None:
    return None if money is None else money.amount


def measured(name: str) -> models.CheckConstraint:
    """Nothing weighs less than nothing, nor is smaller."""
    measures = ("weight_grams", "length_mm", "width_mm", "height_mm")
    return models.CheckConstraint(
        condition=reduce(and_, (Q(**{f"{one}__isnull": True}) | Q(**{f"{one}__gt": 0}) for one in measures)), name=name
    )


def image_url(file: str) -> str:
    """Where a file of an image is had."""
    return f"{settings.GOTUTO_IMAGES['url']}{file}"


def thumbnails_of(files: Sequence[Mapping[str, Any]]) -> tuple[Thumbnail, ...]:
    """Smaller copies, each with its address."""
    return tuple(Thumbnail(url=image_url(one["file"]), width=one["width"], height=one["height"]) for one in files)


def shown(images: Sequence[Mapping[str, Any]]) -> tuple[Image, ...]:
    """The images that a product wears, each with the address where it is had."""
    return tuple(
        Image(
            id=UUID(one["id"]),
            url=image_url(one["file"]),
            alt=one["alt"],
            sku=None if one["sku"] is None else Sku(one["sku"]),
            width=one["width"],
            height=one["height"],
            thumbnails=thumbnails_of(one["thumbnails"]),
        )
        for one in images
    )
