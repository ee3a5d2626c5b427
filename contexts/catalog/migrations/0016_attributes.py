"""Locks: catalog_category, catalog_product for a moment (a column without a rewrite, the keys of new tables)."""

import django.db.models.deletion
from django.db import migrations, models

import gotuto.ids

_KINDS = ("text", "number", "boolean", "date", "choice", "multi_choice")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0015_product_archived_from")]

    operations = [
        migrations.AddField(
            model_name="product",
            name="attributes",
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.CreateModel(
            name="AttributeValue",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "code", "value", "product", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(db_collation="C", max_length=40)),
                ("value", models.JSONField()),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.product"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attribute",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=40)),
                ("kind", models.CharField(choices=[(one, one.replace("_", " ")) for one in _KINDS], max_length=12)),
                ("labels", models.JSONField()),
                ("unit", models.CharField(blank=True, default="", max_length=20)),
                ("choices", models.JSONField(blank=True, default=list)),
                ("minimum", models.DecimalField(blank=True, decimal_places=4, max_digits=19, null=True)),
                ("maximum", models.DecimalField(blank=True, decimal_places=4, max_digits=19, null=True)),
                ("max_length", models.IntegerField(blank=True, null=True, verbose_name="longest text")),
                ("is_required", models.BooleanField(default=False, verbose_name="needed")),
                ("is_filterable", models.BooleanField(default=False, verbose_name="products are filtered by it")),
                ("position", models.IntegerField(default=0, verbose_name="place")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attributes",
                        to="catalog.category",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["code"], name="catalog_attribute_by_code")],
                "constraints": [
                    models.UniqueConstraint(fields=("category", "code"), name="catalog_attribute_code"),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[a-z][a-z0-9_-]*$")), name="catalog_attribute_coded"
                    ),
                ],
            },
        ),
    ]
