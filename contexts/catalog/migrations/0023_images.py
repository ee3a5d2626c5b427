"""Locks: catalog_product for a moment (a column with a default, and the key of a new table)."""

import django.db.models.deletion
from django.db import migrations, models

import gotuto.ids

# What a product wears of its images, with the address where each is had.
_TOLD = """
CREATE FUNCTION catalog_images_told(images jsonb, place text) RETURNS jsonb LANGUAGE sql IMMUTABLE COST 1 AS $$
    SELECT coalesce(jsonb_agg(one.image - 'file' || jsonb_build_object(
        'url', place || (one.image ->> 'file'),
        'thumbnails', (
            SELECT coalesce(jsonb_agg(small.image - 'file' - 'sha256' || jsonb_build_object('url', place || (small.image ->> 'file'))
                                      ORDER BY small.nr), '[]')
            FROM jsonb_array_elements(one.image -> 'thumbnails') WITH ORDINALITY AS small (image, nr)))
        ORDER BY one.nr), '[]')
    FROM jsonb_array_elements(images) WITH ORDINALITY AS one (image, nr)
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0022_not_in_stock"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="images",
            field=models.JSONField(
                blank=True, db_default=models.Value([], models.JSONField()), default=list, editable=False
            ),
        ),
        migrations.CreateModel(
            name="ImageFile",
            fields=[
                ("file", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("look_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "file of an image",
                "indexes": [models.Index(fields=["look_at"], name="catalog_imagefile_due")],
            },
        ),
        migrations.CreateModel(
            name="ProductImage",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("sku", models.CharField(blank=True, max_length=64, verbose_name="SKU")),
                ("position", models.IntegerField()),
                ("alt", models.CharField(blank=True, max_length=300, verbose_name="text for who cannot see it")),
                ("file", models.CharField(max_length=100)),
                ("sha256", models.CharField(max_length=64)),
                ("width", models.IntegerField()),
                ("height", models.IntegerField()),
                ("thumbnails", models.JSONField(null=True)),
                ("attempts", models.IntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.product",
                    ),
                ),
            ],
            options={
                "verbose_name": "image",
                "ordering": ("product_id", "position", "id"),
                "indexes": [
                    models.Index(fields=["product", "position"], name="catalog_image_of_product"),
                    models.Index(fields=["file"], name="catalog_image_by_file"),
                    models.Index(fields=["created_at", "id"], name="catalog_image_by_age"),
                    models.Index(
                        condition=models.Q(("thumbnails__isnull", True)), fields=["id"], name="catalog_image_to_do"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("position__gte", 1)), name="catalog_image_placed")
                ],
            },
        ),
        migrations.RunSQL(_TOLD, "DROP FUNCTION catalog_images_told(jsonb, text)"),
    ]
