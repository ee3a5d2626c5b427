"""Locks: catalog_product, catalog_variant for a moment (columns that may be NULL)."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import gotuto.ids
import gotuto.money_fields


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0017_attributes_follow"),
    ]

    operations = [
        migrations.CreateModel(
            name="PriceEntry",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("sku", models.CharField(max_length=64, verbose_name="SKU")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("price", "price"),
                            ("reduction", "reduction"),
                            ("opening", "opening"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=16,
                    ),
                ),
                ("amount", gotuto.money_fields.AmountField()),
                ("currency", gotuto.money_fields.CurrencyField()),
                ("compare_at_amount", gotuto.money_fields.AmountField(null=True)),
                ("is_stepwise", models.BooleanField(db_default=False, default=False)),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField(null=True)),
                ("actor", models.UUIDField(null=True)),
                ("reason", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "verbose_name": "price",
            },
        ),
        migrations.AddField(
            model_name="product",
            name="compare_at_amount",
            field=gotuto.money_fields.AmountField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="product",
            name="lowest_amount",
            field=gotuto.money_fields.AmountField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="product",
            name="lowest_since",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="product",
            name="price_changes_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="product",
            name="reduction_percent",
            field=models.IntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="variant",
            name="compare_at_amount",
            field=gotuto.money_fields.AmountField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="variant",
            name="lowest_amount",
            field=gotuto.money_fields.AmountField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="variant",
            name="lowest_since",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="variant",
            name="price_changes_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="variant",
            name="reduction_percent",
            field=models.IntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="priceentry",
            name="cancels",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cancelled_by",
                to="catalog.priceentry",
            ),
        ),
        migrations.AddIndex(
            model_name="priceentry",
            index=models.Index(fields=["sku", "valid_from", "id"], name="catalog_priceentry_of_sku"),
        ),
        migrations.AddIndex(
            model_name="priceentry",
            index=models.Index(fields=["valid_from", "id"], name="catalog_priceentry_by_time"),
        ),
        migrations.AddConstraint(
            model_name="priceentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["price", "reduction", "opening", "cancelled"])),
                name="catalog_priceentry_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="priceentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="catalog_priceentry_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="priceentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("compare_at_amount__isnull", True),
                    models.Q(("compare_at_amount__gt", models.F("amount")), ("kind", "reduction")),
                    _connector="OR",
                ),
                name="catalog_priceentry_compared",
            ),
        ),
        migrations.AddConstraint(
            model_name="priceentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                ),
                name="catalog_priceentry_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="priceentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancels__isnull", False), ("kind", "cancelled")),
                    models.Q(("cancels__isnull", True), models.Q(("kind", "cancelled"), _negated=True)),
                    _connector="OR",
                ),
                name="catalog_priceentry_cancels",
            ),
        ),
    ]
