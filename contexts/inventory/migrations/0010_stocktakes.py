"""Locks: inventory_location, inventory_stockitem for a moment (keys of new tables)."""

import django.db.models.deletion
from django.db import migrations, models

import gotuto.ids


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0009_holders"),
    ]

    operations = [
        migrations.CreateModel(
            name="Stocktake",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed"), ("cancelled", "cancelled")], max_length=16
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("created_by", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("version", models.IntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.location",
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="StocktakeLine",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("counted", "counted"),
                            ("blocked", "blocked"),
                            ("booked", "booked"),
                        ],
                        default="open",
                        max_length=16,
                    ),
                ),
                ("counted", models.IntegerField(null=True)),
                ("expected", models.BigIntegerField(null=True)),
                ("problem", models.CharField(blank=True, max_length=200)),
                ("counted_by", models.UUIDField(null=True)),
                ("counted_at", models.DateTimeField(null=True)),
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
                    "stocktake",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="inventory.stocktake",
                    ),
                ),
            ],
            options={
                "ordering": ("item_id",),
            },
        ),
        migrations.AddIndex(
            model_name="stocktake",
            index=models.Index(fields=["created_at", "id"], name="inventory_stocktake_created"),
        ),
        migrations.AddIndex(
            model_name="stocktake",
            index=models.Index(fields=["state", "created_at", "id"], name="inventory_stocktake_by_state"),
        ),
        migrations.AddConstraint(
            model_name="stocktake",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "closed", "cancelled"])), name="inventory_stocktake_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="stocktakeline",
            constraint=models.UniqueConstraint(fields=("stocktake", "item"), name="inventory_stocktakeline_sku"),
        ),
        migrations.AddConstraint(
            model_name="stocktakeline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["open", "counted", "blocked", "booked"]),
                    models.Q(
                        models.Q(("counted", None), ("expected", None), ("state", "open")),
                        models.Q(models.Q(("state", "open"), _negated=True), ("counted__gte", 0), ("expected__gte", 0)),
                        _connector="OR",
                    ),
                ),
                name="inventory_stocktakeline_state",
            ),
        ),
    ]
