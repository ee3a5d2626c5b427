"""Locks: catalog_product for a moment (columns without a rewrite, a constraint that is not proved yet, the key of a new table)."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import gotuto.ids
import gotuto.money_fields


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0009_category_found_by_place"),
    ]

    operations = [
        migrations.CreateModel(
            name="Variant",
            fields=[
                ("price_amount", gotuto.money_fields.AmountField()),
                ("price_currency", gotuto.money_fields.CurrencyField()),
                ("gtin", models.CharField(blank=True, db_default="", default="", max_length=14, verbose_name="GTIN")),
                ("weight_grams", models.IntegerField(blank=True, null=True, verbose_name="weight in grams")),
                ("length_mm", models.IntegerField(blank=True, null=True, verbose_name="length in mm")),
                ("width_mm", models.IntegerField(blank=True, null=True, verbose_name="width in mm")),
                ("height_mm", models.IntegerField(blank=True, null=True, verbose_name="height in mm")),
                ("id", models.UUIDField(default=gotuto.ids.new_id, primary_key=True, serialize=False)),
                ("sku", models.CharField(max_length=64, verbose_name="SKU")),
                ("name", models.CharField(max_length=200)),
                ("options", models.JSONField()),
                ("position", models.IntegerField()),
                ("is_active", models.BooleanField(default=True, verbose_name="for sale")),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("product", "position"),
            },
        ),
        migrations.AddField(
            model_name="product",
            name="gtin",
            field=models.CharField(blank=True, db_default="", default="", max_length=14, verbose_name="GTIN"),
        ),
        migrations.AddField(
            model_name="product",
            name="height_mm",
            field=models.IntegerField(blank=True, null=True, verbose_name="height in mm"),
        ),
        migrations.AddField(
            model_name="product",
            name="length_mm",
            field=models.IntegerField(blank=True, null=True, verbose_name="length in mm"),
        ),
        migrations.AddField(
            model_name="product",
            name="options",
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name="product",
            name="weight_grams",
            field=models.IntegerField(blank=True, null=True, verbose_name="weight in grams"),
        ),
        migrations.AddField(
            model_name="product",
            name="width_mm",
            field=models.IntegerField(blank=True, null=True, verbose_name="width in mm"),
        ),
        AddConstraintNotValid(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("weight_grams__isnull", True), ("weight_grams__gt", 0), _connector="OR"),
                    models.Q(("length_mm__isnull", True), ("length_mm__gt", 0), _connector="OR"),
                    models.Q(("width_mm__isnull", True), ("width_mm__gt", 0), _connector="OR"),
                    models.Q(("height_mm__isnull", True), ("height_mm__gt", 0), _connector="OR"),
                ),
                name="catalog_product_measured",
            ),
        ),
        migrations.AddField(
            model_name="variant",
            name="product",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="variants",
                to="catalog.product",
            ),
        ),
        migrations.AddIndex(
            model_name="variant",
            index=models.Index(fields=["product", "position"], name="catalog_variant_of_product"),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.UniqueConstraint(fields=("sku",), name="catalog_variant_sku"),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("product", "options"),
                name="catalog_variant_options",
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True), models.Q(("gtin", ""), _negated=True)),
                fields=("gtin",),
                name="catalog_variant_gtin",
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.CheckConstraint(
                condition=models.Q(("sku__regex", "^[A-Z0-9._-]+$")), name="catalog_variant_sku_normalised"
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_amount__gt", 0)), name="catalog_variant_price_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.CheckConstraint(
                condition=models.Q(("deleted_at__isnull", True), ("is_active", False), _connector="OR"),
                name="catalog_variant_deleted_not_for_sale",
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("weight_grams__isnull", True), ("weight_grams__gt", 0), _connector="OR"),
                    models.Q(("length_mm__isnull", True), ("length_mm__gt", 0), _connector="OR"),
                    models.Q(("width_mm__isnull", True), ("width_mm__gt", 0), _connector="OR"),
                    models.Q(("height_mm__isnull", True), ("height_mm__gt", 0), _connector="OR"),
                ),
                name="catalog_variant_measured",
            ),
        ),
    ]
