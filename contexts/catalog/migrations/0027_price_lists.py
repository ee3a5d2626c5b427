"""Locks: catalog_priceentry for a moment (a column with a default is added without a rewrite)."""

from django.db import migrations, models

import gotuto.ids
import gotuto.money_fields


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0026_translated_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="priceentry",
            name="price_list",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.CreateModel(
            name="PriceList",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=100)),
                ("currency", gotuto.money_fields.CurrencyField()),
                ("customer_group", models.CharField(blank=True, db_default="", default="", max_length=32)),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("version", models.IntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("code",),
                "constraints": [
                    models.UniqueConstraint(fields=("code",), name="catalog_pricelist_code"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("currency", "customer_group"),
                        name="catalog_pricelist_one_active",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="catalog_pricelist_named",
                    ),
                ],
            },
        ),
    ]
