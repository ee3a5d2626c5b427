"""Locks: inventory_stockitem for a moment (the key of a new table)."""

import django.db.models.deletion
from django.db import migrations, models

import gotuto.ids


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0015_low_ones"),
    ]

    operations = [
        migrations.CreateModel(
            name="Shortage",
            fields=[],
            options={
                "verbose_name": "SKU to order",
                "verbose_name_plural": "SKUs to order",
                "ordering": ("sku",),
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("inventory.stockitem",),
        ),
        migrations.CreateModel(
            name="Supplier",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("currency", models.CharField(max_length=3)),
                ("lead_time_days", models.IntegerField(default=0)),
                ("archived_at", models.DateTimeField(null=True)),
                ("version", models.IntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("code",),
                "constraints": [models.UniqueConstraint(fields=("code",), name="inventory_supplier_code")],
            },
        ),
        migrations.CreateModel(
            name="SupplierGood",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("supplier_sku", models.CharField(blank=True, max_length=64, verbose_name="their SKU")),
                ("cost_amount", models.DecimalField(decimal_places=4, max_digits=14)),
                ("pack_size", models.IntegerField(default=1)),
                ("is_preferred", models.BooleanField(default=False)),
                ("version", models.IntegerField(db_default=1, default=1)),
                ("updated_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        db_column="sku",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.stockitem",
                        to_field="sku",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goods",
                        to="inventory.supplier",
                    ),
                ),
            ],
            options={
                "ordering": ("item_id",),
                "indexes": [models.Index(fields=["item", "supplier"], name="inventory_suppliergood_by_sku")],
                "constraints": [
                    models.UniqueConstraint(fields=("supplier", "item"), name="inventory_suppliergood_once"),
                    models.CheckConstraint(
                        condition=models.Q(("cost_amount__gte", 0), ("pack_size__gt", 0)),
                        name="inventory_suppliergood_makes_sense",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_preferred", True)),
                        fields=("item",),
                        name="inventory_suppliergood_preferred",
                    ),
                ],
            },
        ),
    ]
