"""Locks: catalog_category, catalog_product for a moment (the keys of new tables)."""

from typing import Any

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import gotuto.ids

_FORMER = django.contrib.postgres.fields.ArrayField(
    models.CharField(max_length=220), blank=True, default=list, size=None
)


def _texts(of: str) -> list[Any]:
    return [
        ("id", models.UUIDField(default=gotuto.ids.new_id, primary_key=True, serialize=False)),
        ("language", models.CharField(db_collation="C", max_length=20)),
        ("name", models.CharField(blank=True, default="", max_length=200)),
        ("slug", models.CharField(blank=True, db_collation="C", default="", max_length=220)),
        ("former_slugs", _FORMER),
        ("description", models.TextField(blank=True, default="")),
        ("version", models.PositiveIntegerField(default=1)),
        ("created_at", models.DateTimeField()),
        ("updated_at", models.DateTimeField()),
        (
            of,
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="translations",
                to=f"catalog.{of}",
            ),
        ),
    ]


def _found(of: str) -> dict[str, Any]:
    return {
        "constraints": [
            models.UniqueConstraint(fields=(of, "language"), name=f"catalog_{of}translation_language"),
            models.UniqueConstraint(
                condition=models.Q(("slug", ""), _negated=True),
                fields=("slug", "language"),
                name=f"catalog_{of}translation_slug",
            ),
        ],
        "indexes": [
            django.contrib.postgres.indexes.GinIndex(fields=["former_slugs"], name=f"catalog_{of}_said_formerly")
        ],
    }


class Migration(migrations.Migration):
    dependencies = [("catalog", "0023_images")]

    operations = [
        migrations.CreateModel(
            name="ProductTranslation",
            fields=[*_texts("product"), ("options", models.JSONField(blank=True, default=list))],
            options=_found("product"),
        ),
        migrations.CreateModel(name="CategoryTranslation", fields=_texts("category"), options=_found("category")),
    ]
