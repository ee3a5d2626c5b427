"""The tables of translations: one row for each language, unique so that a list finds it by its index."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from msgspec import convert

from contexts.catalog.categories.domain import NAME_LENGTH
from contexts.catalog.categories.dto import SLUG_LENGTH
from contexts.catalog.categories.models import Category
from contexts.catalog.offers.dto import Option
from contexts.catalog.products.models import Product
from contexts.catalog.translations import domain, dto
from gotuto.ids import new_id

LANGUAGE_LENGTH = 20


def _found(of: str) -> dict[str, Any]:
    return {
        "constraints": [
            models.UniqueConstraint(fields=[of, "language"], name=f"catalog_{of}translation_language"),
            models.UniqueConstraint(
                fields=["slug", "language"], condition=~Q(slug=""), name=f"catalog_{of}translation_slug"
            ),
        ],
        "indexes": [GinIndex(fields=["former_slugs"], name=f"catalog_{of}_said_formerly")],
    }


class Translation(models.Model):
    """Texts in one language; an empty one is told as it is in the original."""

    id = models.UUIDField(primary_key=True, default=new_id)
    language = models.CharField(max_length=LANGUAGE_LENGTH, db_collation="C")
    name = models.CharField(max_length=NAME_LENGTH, blank=True, default="")
    slug = models.CharField(max_length=SLUG_LENGTH, blank=True, default="", db_collation="C")
    # Addresses that it had in this language: who still comes by one is led on.
    former_slugs = ArrayField(models.CharField(max_length=SLUG_LENGTH), blank=True, default=list)
    description = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True

    def take_slug(self, slug: str) -> None:
        """Have another address in this language; the one before leads on."""
        if self.slug and slug != self.slug:
            self.former_slugs = [*(one for one in self.former_slugs if one != slug), self.slug]
        self.slug = slug


class ProductTranslation(Translation):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="translations", db_index=False)
    options = models.JSONField(blank=True, default=list)

    class Meta:
        constraints = _found("product")["constraints"]
        indexes = _found("product")["indexes"]

    def __str__(self) -> str:
        return f"{self.product.sku} {self.language}"

    @property
    def said(self) -> tuple[dto.OptionText, ...]:
        return convert(self.options, tuple[dto.OptionText, ...])

    def to_dto(self, product: Product) -> dto.ProductTexts:
        """With what is missing of the product that it translates."""
        options = domain.untranslated(options_of(product), self.said)
        return dto.ProductTexts(
            language=self.language,
            name=self.name,
            slug=self.slug,
            description=self.description,
            options=self.said,
            missing=(*domain.missing(vars(product), vars(self)), *options),
            version=self.version,
        )


class CategoryTranslation(Translation):
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="translations", db_index=False)

    class Meta:
        constraints = _found("category")["constraints"]
        indexes = _found("category")["indexes"]

    def __str__(self) -> str:
        return f"{self.category.name} {self.language}"

    def to_dto(self, category: Category) -> dto.CategoryTexts:
        """With what is missing of the category that it translates."""
        return dto.CategoryTexts(
            language=self.language,
            name=self.name,
            slug=self.slug,
            description=self.description,
            missing=domain.missing(vars(category), vars(self)),
            version=self.version,
        )


def options_of(product: Product) -> tuple[Option, ...]:
    return convert(product.options, tuple[Option, ...])
