"""The tables of images: those of a product, and files that somebody must look at."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from contexts.catalog.images import dto
from contexts.catalog.offers.models import image_url, thumbnails_of
from contexts.catalog.products.models import Product
from gotuto.ids import Sku, new_id


class ProductImage(models.Model):
    """A picture of a product; its file is named by what is in it, so that one picture is one file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Of the variant that it shows; empty where it shows the product.
    sku = models.CharField("SKU", max_length=64, blank=True)
    position = models.IntegerField()
    alt = models.CharField("text for who cannot see it", max_length=dto.ALT_LENGTH, blank=True)
    file = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    width = models.IntegerField()
    height = models.IntegerField()
    # Files with their sizes; null until a worker has made them.
    thumbnails = models.JSONField(null=True)
    attempts = models.IntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = "image"
        ordering = ("product_id", "position", "id")
        constraints = (models.CheckConstraint(condition=Q(position__gte=1), name="catalog_image_placed"),)
        indexes = (
            models.Index(fields=["product", "position"], name="catalog_image_of_product"),
            models.Index(fields=["file"], name="catalog_image_by_file"),
            models.Index(fields=["created_at", "id"], name="catalog_image_by_age"),
            models.Index(fields=["id"], name="catalog_image_to_do", condition=Q(thumbnails__isnull=True)),
        )

    def __str__(self) -> str:
        return self.alt or f"image of {self.sku or self.product_id}"

    def to_dto(self) -> dto.ProductImage:
        return dto.ProductImage(
            id=UUID(str(self.id)),
            url=image_url(self.file),
            alt=self.alt,
            sku=Sku(self.sku) if self.sku else None,
            width=self.width,
            height=self.height,
            thumbnails=thumbnails_of(self.thumbnails or ()),
            position=self.position,
            version=self.version,
        )


class ImageFile(models.Model):
    """A file that was or will be written; when its time comes, it is deleted unless an image names it."""

    file = models.CharField(max_length=100, primary_key=True)
    look_at = models.DateTimeField()

    class Meta:
        verbose_name = "file of an image"
        indexes = (models.Index(fields=["look_at"], name="catalog_imagefile_due"),)

    def __str__(self) -> str:
        return self.file
