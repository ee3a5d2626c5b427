"""The table of products: what the database itself forbids, and how a list is found quickly."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Self

from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q, Value
from django.db.models.expressions import Func, RawSQL
from msgspec import convert

from contexts.catalog.categories.domain import NAME_LENGTH
from contexts.catalog.categories.dto import SLUG_LENGTH, Keep
from contexts.catalog.categories.models import BRANCH, Category
from contexts.catalog.products import dto
from contexts.catalog.products.domain.offers import SKU_LENGTH, check_price
from contexts.catalog.products.domain.variants import from_price
from contexts.catalog.products.errors import ProductNotFound, UnknownCategory
from gotuto import search
from gotuto.db import lock
from gotuto.ids import CategoryId, ProductId, Sku, new_id
from gotuto.money import Money
from gotuto.money_fields import AmountField, CurrencyField
from gotuto.tax_classes import TaxClass

_SEARCHED = search.document("sku || ' ' || name || ' ' || description")


class ProductRows(models.QuerySet["Product"]):
    def in_catalogue(self) -> Self:
        return self.filter(deleted_at__isnull=True)

    def in_branch(self, slug: str) -> Self:
        """Products of the category with this slug and of all below it."""
        return self.filter(category_id__in=RawSQL(BRANCH.format(root="slug = %s"), [slug]))  # noqa: S611


def shared_category(category_id: CategoryId) -> Category:
    """The category, which nobody deletes until the transaction ends. Raises UnknownCategory."""
    category = Category.lock_for_share(category_id)
    if category is None:
        raise UnknownCategory(category_id=category_id)
    return category


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

    def sell_as(self, variant: dto.Variant) -> None:
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

    def sold_as(self, sku: str, name: str, options: Mapping[str, str], *, is_active: bool) -> dto.Variant:
        return dto.Variant(
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


def _measured(name: str) -> models.CheckConstraint:
    """Nothing weighs less than nothing, nor is smaller."""
    measures = ("weight_grams", "length_mm", "width_mm", "height_mm")
    return models.CheckConstraint(
        condition=reduce(and_, (Q(**{f"{one}__isnull": True}) | Q(**{f"{one}__gt": 0}) for one in measures)), name=name
    )


class Product(Sold):
    """Deleting archives: orders, invoices and stock go on naming the SKU, so that it must never come to mean other goods."""

    id = models.UUIDField(primary_key=True, default=new_id)
    sku = models.CharField("SKU", max_length=SKU_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)
    slug = models.CharField(max_length=SLUG_LENGTH)
    description = models.TextField(blank=True, default="")
    # What it is found by besides: further SKUs and GTINs, values of attributes.
    keywords = models.TextField(blank=True, default="", db_default="")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="products")
    tax_class = models.CharField(
        max_length=13,
        choices=[(one.value, one.value) for one in TaxClass],
        default=TaxClass.STANDARD,
        db_default=TaxClass.STANDARD.value,
    )
    # Without any, the row itself is what is sold; else its SKU is a variant's or a style's, and its price that of the cheapest.
    options = models.JSONField(default=list, blank=True, db_default=Value([], models.JSONField()))
    is_active = models.BooleanField("for sale", default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    # What the release before searches in; a later one drops it.
    searched = models.GeneratedField(
        expression=Func(template=_SEARCHED, output_field=SearchVectorField()),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ProductRows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku"], name="catalog_product_sku"),
            models.CheckConstraint(condition=Q(sku__regex=r"^[A-Z0-9._-]+$"), name="catalog_product_sku_normalised"),
            models.CheckConstraint(condition=~Q(name=""), name="catalog_product_named"),
            models.CheckConstraint(condition=Q(price_amount__gt=0), name="catalog_product_price_positive"),
            models.CheckConstraint(
                condition=Q(category__isnull=False) | Q(deleted_at__isnull=False), name="catalog_product_has_category"
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(is_active=False), name="catalog_product_deleted_not_for_sale"
            ),
            _measured("catalog_product_measured"),
        ]
        indexes = [
            models.Index(fields=["name", "id"], condition=Q(deleted_at__isnull=True), name="catalog_product_by_name"),
            models.Index(
                fields=["price_amount", "id"], condition=Q(deleted_at__isnull=True), name="catalog_product_by_price"
            ),
            models.Index(
                fields=["price_currency", "price_amount", "id"],
                condition=Q(deleted_at__isnull=True),
                name="catalog_product_by_money",
            ),
            models.Index(
                fields=["created_at", "id"], condition=Q(deleted_at__isnull=True), name="catalog_product_by_age"
            ),
            models.Index(fields=["slug"], name="catalog_product_slug"),
            models.Index(fields=["gtin"], condition=~Q(gtin=""), name="catalog_product_gtin"),
            GinIndex(fields=["searched"], name="catalog_product_searched"),
            BrinIndex(fields=["updated_at"], name="catalog_product_changed", autosummarize=True, pages_per_range=32),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.name}"

    def show(self, variants: Sequence[dto.Variant]) -> None:
        """Without options it is what is sold; else its price is that of the cheapest."""
        if self.options:
            self.price = from_price(variants)
        else:
            self.sell_as(variants[0])
        self.be_found_by(variants)

    def be_found_by(self, variants: Sequence[dto.Variant]) -> None:
        """A search finds it by the numbers and the values of all that can be bought of it."""
        named = [(one.sku, one.gtin, *one.options.values()) for one in variants] or [(self.gtin,)]
        self.keywords = " ".join(dict.fromkeys(word for words in named for word in words if word and word != self.sku))

    def to_dto(self) -> dto.Product:
        """Only for a product that is in the catalogue: an archived one stands in no category any more."""
        assert self.category is not None
        return dto.Product(
            id=ProductId(self.id),
            sku=Sku(self.sku),
            name=self.name,
            slug=self.slug,
            description=self.description,
            price=self.price,
            tax_class=TaxClass(self.tax_class),
            category=self.category.to_ref(),
            options=convert(self.options, tuple[dto.Option, ...]),
            is_active=self.is_active,
            version=self.version,
        )

    def to_detail(self, variants: Sequence[dto.Variant]) -> dto.ProductDetail:
        """With what can be bought of it; without options it is that itself."""
        itself = [] if self.options else [self.sold_as(self.sku, self.name, {}, is_active=self.is_active)]
        return dto.ProductDetail(**vars(self.to_dto()), variants=tuple(itself or variants))


class Variant(Sold):
    """One value of each option of a product; a variant that is taken away stays, so that its SKU never means other goods."""

    id = models.UUIDField(primary_key=True, default=new_id)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="variants", db_index=False)
    sku = models.CharField("SKU", max_length=SKU_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)
    options = models.JSONField()
    position = models.IntegerField()
    is_active = models.BooleanField("for sale", default=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("product", "position")
        constraints = (
            models.UniqueConstraint(fields=["sku"], name="catalog_variant_sku"),
            models.UniqueConstraint(
                fields=["product", "options"], condition=Q(deleted_at__isnull=True), name="catalog_variant_options"
            ),
            models.UniqueConstraint(
                fields=["gtin"], condition=Q(deleted_at__isnull=True) & ~Q(gtin=""), name="catalog_variant_gtin"
            ),
            models.CheckConstraint(condition=Q(sku__regex=r"^[A-Z0-9._-]+$"), name="catalog_variant_sku_normalised"),
            models.CheckConstraint(condition=Q(price_amount__gt=0), name="catalog_variant_price_positive"),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(is_active=False), name="catalog_variant_deleted_not_for_sale"
            ),
            _measured("catalog_variant_measured"),
        )
        indexes = (models.Index(fields=["product", "position"], name="catalog_variant_of_product"),)

    def __str__(self) -> str:
        return f"{self.sku} {self.name}"

    def to_dto(self) -> dto.Variant:
        return self.sold_as(self.sku, self.name, self.options, is_active=self.is_active)


def variant_row(product: Product, variant: dto.Variant, position: int, *, now: datetime) -> Variant:
    """A new row, which is not saved."""
    row = Variant(
        product=product,
        sku=variant.sku,
        name=variant.name,
        options=variant.options,
        position=position,
        is_active=variant.is_active,
        created_at=now,
        updated_at=now,
    )
    row.sell_as(variant)
    return row


def lock_product(product_id: ProductId) -> Product:
    """The row of a product of the catalogue, locked until the transaction ends. Raises ProductNotFound."""
    row = lock(Product, product_id, missing=lambda: ProductNotFound(product_id=product_id))
    if row.deleted_at is not None:
        raise ProductNotFound(product_id=product_id)
    return row


def living_variants(product: Product) -> list[Variant]:
    """What can be bought of a product with options, in its order; no statement for one without."""
    return list(product.variants.filter(deleted_at=None).order_by("position")) if product.options else []
