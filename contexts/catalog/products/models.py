"""The table of products: what the database itself forbids, and how a list is found quickly."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q, Value
from django.db.models.expressions import Func, RawSQL
from msgspec import convert

from contexts.catalog.attributes.models import attributes_field, told
from contexts.catalog.categories.domain import NAME_LENGTH
from contexts.catalog.categories.dto import SLUG_LENGTH
from contexts.catalog.categories.models import BRANCH, Category
from contexts.catalog.offers import dto as offered
from contexts.catalog.offers.domain.skus import SKU_LENGTH
from contexts.catalog.offers.domain.variants import cheapest
from contexts.catalog.offers.models import Sold, measured, shown
from contexts.catalog.products import dto
from contexts.catalog.products.errors import UnknownCategory
from gotuto import search
from gotuto.ids import CategoryId, ProductId, Sku, new_id
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
    attributes = attributes_field()
    # As the images of the product say; their use cases write it.
    images = models.JSONField(default=list, blank=True, editable=False, db_default=Value([], models.JSONField()))
    is_active = models.BooleanField("for sale", default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    # Where it stood before it was archived, and comes back to; no key, so that an empty category can be deleted.
    archived_from = models.UUIDField(null=True, blank=True)
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
            measured("catalog_product_measured"),
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
            # Most things are in stock, and are met on the way; what is not is few.
            models.Index(fields=["name", "id"], condition=~Q(in_stock=True), name="catalog_product_not_in_stock"),
            models.Index(
                fields=["price_changes_at"],
                condition=Q(price_changes_at__isnull=False),
                name="catalog_product_price_due",
            ),
            models.Index(fields=["updated_at"], condition=Q(deleted_at__isnull=True), name="catalog_product_updated"),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.name}"

    def show(self, variants: Sequence[offered.Variant]) -> None:
        """Without options it is what is sold; else its price is that of the cheapest."""
        if self.options:
            self.cost_as(cheapest(variants))
        else:
            self.sell_as(variants[0])
        self.be_found_by(variants)

    def be_found_by(self, variants: Sequence[offered.Variant]) -> None:
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
            options=convert(self.options, tuple[offered.Option, ...]),
            is_active=self.is_active,
            version=self.version,
            images=shown(self.images),
            **vars(self.reduced),
        )

    def to_archived(self) -> dto.ArchivedProduct:
        assert self.deleted_at is not None
        return dto.ArchivedProduct(
            id=ProductId(self.id),
            sku=Sku(self.sku),
            name=self.name,
            archived_at=self.deleted_at,
            archived_from=None if self.archived_from is None else CategoryId(self.archived_from),
            version=self.version,
        )

    def to_detail(self, variants: Sequence[offered.Variant]) -> dto.ProductDetail:
        """With what can be bought of it; without options it is that itself."""
        itself = [] if self.options else [self.sold_as(self.sku, self.name, {}, is_active=self.is_active)]
        attributes = told(self.category_id, self.attributes)
        return dto.ProductDetail(**vars(self.to_dto()), attributes=attributes, variants=tuple(itself or variants))


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
            measured("catalog_variant_measured"),
        )
        indexes = (models.Index(fields=["product", "position"], name="catalog_variant_of_product"),)

    def __str__(self) -> str:
        return f"{self.sku} {self.name}"

    def to_dto(self) -> offered.Variant:
        return self.sold_as(self.sku, self.name, self.options, is_active=self.is_active)


def variant_row(product: Product, variant: offered.Variant, position: int, *, now: datetime) -> Variant:
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


def living_variants(product: Product) -> list[Variant]:
    """What can be bought of a product with options, in its order; no statement for one without."""
    return list(product.variants.filter(deleted_at=None).order_by("position")) if product.options else []
