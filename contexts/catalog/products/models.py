"""The table of products: what the database itself forbids, and how a list is found quickly."""

from typing import Self

from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import Func, RawSQL

from contexts.catalog.categories.domain import NAME_LENGTH
from contexts.catalog.categories.dto import SLUG_LENGTH
from contexts.catalog.categories.models import BRANCH, Category
from contexts.catalog.products import dto
from contexts.catalog.products.domain import SKU_LENGTH
from gotuto import search
from gotuto.ids import ProductId, Sku, new_id
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


class Product(models.Model):
    """Deleting archives: orders, invoices and stock go on naming the SKU, so that it must never come to mean other goods."""

    id = models.UUIDField(primary_key=True, default=new_id)
    sku = models.CharField("SKU", max_length=SKU_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)
    slug = models.CharField(max_length=SLUG_LENGTH)
    description = models.TextField(blank=True, default="")
    # What it is found by besides: further SKUs and GTINs, values of attributes.
    keywords = models.TextField(blank=True, default="", db_default="")
    price_amount = AmountField()
    price_currency = CurrencyField()
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="products")
    tax_class = models.CharField(
        max_length=13,
        choices=[(one.value, one.value) for one in TaxClass],
        default=TaxClass.STANDARD,
        db_default=TaxClass.STANDARD.value,
    )
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
            GinIndex(fields=["searched"], name="catalog_product_searched"),
            BrinIndex(fields=["updated_at"], name="catalog_product_changed", autosummarize=True, pages_per_range=32),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.name}"

    @property
    def price(self) -> Money:
        return Money(self.price_amount, self.price_currency)

    @price.setter
    def price(self, price: Money) -> None:
        self.price_amount, self.price_currency = price.amount, price.currency

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
            is_active=self.is_active,
            version=self.version,
        )
