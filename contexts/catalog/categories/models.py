"""The table of categories, and how a branch of the tree is found."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from contexts.catalog.categories import dto
from contexts.catalog.categories.domain import MOST_LEVELS, NAME_LENGTH
from contexts.catalog.categories.dto import SLUG_LENGTH
from contexts.catalog.spoken.statements import of_category, texts
from gotuto.db import execute, fetch_all, fetch_one
from gotuto.ids import CategoryId, new_id

# Each level looks the next one up by its index (OFFSET 0 keeps it so); joined, a planner that expects few levels would read
# the whole table for each of them.
BRANCH = """
WITH RECURSIVE branch (id) AS (
    SELECT id FROM catalog_category WHERE {root}
    UNION ALL
    SELECT child.id
    FROM branch, LATERAL (SELECT id FROM catalog_category WHERE parent_id = branch.id OFFSET 0) AS child
)
SELECT id FROM branch
"""

# How many levels stand from a category down, itself included.
_HEIGHT = """
WITH RECURSIVE branch (id, level) AS (
    SELECT id, 1 FROM catalog_category WHERE id = %s
    UNION ALL
    SELECT child.id, branch.level + 1
    FROM branch, LATERAL (SELECT id FROM catalog_category WHERE parent_id = branch.id OFFSET 0) AS child
)
SELECT max(level) FROM branch
"""

_ABOVE = """
WITH RECURSIVE above (id, parent_id) AS (
    SELECT id, parent_id FROM catalog_category WHERE id = %s
    UNION ALL
    SELECT next.id, next.parent_id
    FROM above, LATERAL (SELECT id, parent_id FROM catalog_category WHERE id = above.parent_id OFFSET 0) AS next
)
SELECT id FROM above
"""

# A category is found by the slug that it has, by those that it had, and by those of other languages.
_BY_ANY_SLUG = """(
    SELECT id FROM catalog_category WHERE slug = {slug}
    UNION ALL SELECT category_id FROM catalog_formerslug WHERE slug = {slug}
    UNION ALL SELECT category_id FROM catalog_categorytranslation WHERE slug = {slug} AND slug <> ''
    UNION ALL SELECT category_id FROM catalog_categorytranslation WHERE former_slugs @> ARRAY[{slug}::varchar] LIMIT 1)"""

# Whether it has this slug still, in any language.
_IS_LIVING = """(catalog_category.slug = %s OR EXISTS (
    SELECT FROM catalog_categorytranslation AS told WHERE told.category_id = catalog_category.id AND told.slug = %s))"""

BRANCH_OF_SLUG = BRANCH.format(root=f"id = {_BY_ANY_SLUG.format(slug='%(category)s')}")

_PATH = """
WITH RECURSIVE above (name, parent_id, steps) AS (
    SELECT own.name, own.parent_id, 0 FROM catalog_category own WHERE own.id = catalog_category.id
    UNION ALL
    SELECT next.name, next.parent_id, steps + 1
    FROM above, LATERAL (SELECT name, parent_id FROM catalog_category WHERE id = above.parent_id OFFSET 0) AS next
    WHERE steps < %s
)
SELECT CASE WHEN count(*) > %s THEN '… › ' ELSE '' END
           || string_agg(name, ' › ' ORDER BY steps DESC) FILTER (WHERE steps < %s)
FROM above
"""


_PRODUCTS = "SELECT count(*) FROM catalog_product WHERE category_id = catalog_category.id AND deleted_at IS NULL"


def path() -> RawSQL:
    """The names of all that a category stands in, and its own; of one that stands too deep, the lowest of them."""
    return RawSQL(_PATH, [MOST_LEVELS] * 3, output_field=models.TextField())  # noqa: S611


class CategoryRows(models.QuerySet["Category"]):
    def led_to_by(self, slug: str) -> Self:
        """The category that has this slug in any language, or had it."""
        is_living = RawSQL(_IS_LIVING, [slug, slug], output_field=models.BooleanField())  # noqa: S611
        return self.annotate(is_living=is_living).filter(id=RawSQL(_BY_ANY_SLUG.format(slug="%s"), [slug] * 4))  # noqa: S611

    def told_in(self, language: str) -> "models.QuerySet[Any]":
        """With its texts in a language, which `to_dto` takes; as they are, where that is none."""
        return self.annotate(told=of_category(language)) if language else self

    def with_path(self) -> "models.QuerySet[Any]":
        return self.annotate(path=path())

    def with_count(self) -> "CategoryRows":
        """With how many products stand in each itself, for sale or not."""
        return self.annotate(product_count=RawSQL(_PRODUCTS, [], output_field=models.IntegerField()))  # noqa: S611


class Category(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=NAME_LENGTH)
    slug = models.CharField(max_length=SLUG_LENGTH)
    description = models.TextField(blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    position = models.IntegerField("place", default=0, db_default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = CategoryRows.as_manager()

    class Meta:
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="catalog_category_slug"),
            models.CheckConstraint(condition=~Q(name=""), name="catalog_category_named"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="catalog_category_not_in_itself"),
            models.CheckConstraint(condition=Q(position__gte=0), name="catalog_category_placed"),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="catalog_category_by_name"),
            models.Index(fields=["position", "id"], name="catalog_category_by_place"),
        ]

    def __str__(self) -> str:
        """With all that it stands in, if it was asked for with its path."""
        return str(getattr(self, "path", self.name))

    @staticmethod
    def lock_tree() -> None:
        """Let writers of the tree queue until the transaction ends; readers, and products put on a shelf, go on."""
        execute("LOCK TABLE catalog_category IN SHARE ROW EXCLUSIVE MODE")

    @classmethod
    def lock_for_share(cls, category_id: CategoryId) -> "Category | None":
        """The category, kept from being deleted until the transaction ends; others may hold it at the same time."""
        return next(
            iter(cls.objects.raw("SELECT * FROM catalog_category WHERE id = %s FOR KEY SHARE", [category_id])), None
        )

    def height(self) -> int:
        """How many levels stand from here down, this one included."""
        (levels,) = fetch_one(_HEIGHT, [self.id])
        return int(levels)

    @staticmethod
    def above(category_id: CategoryId | None) -> list[CategoryId]:
        """A category and all that it stands in, from the bottom up; nothing above the top."""
        return [found for (found,) in fetch_all(_ABOVE, [category_id])] if category_id else []

    def to_ref(self) -> dto.CategoryRef:
        told = self.to_dto()
        return dto.CategoryRef(id=told.id, name=told.name, slug=told.slug)

    def to_dto(self) -> dto.Category:
        original = {"name": self.name, "slug": self.slug, "description": self.description}
        return dto.Category(
            id=CategoryId(self.id),
            parent_id=CategoryId(self.parent_id) if self.parent_id else None,
            position=self.position,
            version=self.version,
            **{**original, **texts(self.__dict__.get("told"))},
        )


class FormerSlug(models.Model):
    """An address that a category had: who still comes by it is led on."""

    slug = models.CharField(max_length=SLUG_LENGTH, primary_key=True)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="former_slugs")
    replaced_at = models.DateTimeField()
