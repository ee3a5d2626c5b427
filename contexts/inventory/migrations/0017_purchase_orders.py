"""Locks: inventory_location, inventory_stockitem, inventory_supplier for a moment (a column, and the keys of new tables)."""

import django.db.models.deletion
from django.db import migrations, models

import gotuto.ids


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0016_suppliers"),
    ]

    operations = [
        migrations.AddField(
            model_name="stockitem",
            name="is_promised",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="PurchaseOrder",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("placed", "placed"),
                            ("received", "received"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=16,
                    ),
                ),
                ("promised_on", models.DateField(null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("created_by", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
                ("placed_at", models.DateTimeField(null=True)),
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
                (
                    "supplier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.supplier",
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="PurchaseLine",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("quantity", models.IntegerField()),
                ("received", models.IntegerField(default=0)),
                ("cost_amount", models.DecimalField(decimal_places=4, max_digits=14)),
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
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="inventory.purchaseorder",
                    ),
                ),
            ],
            options={
                "ordering": ("item_id",),
            },
        ),
        migrations.AddIndex(
            model_name="purchaseorder",
            index=models.Index(fields=["created_at", "id"], name="inventory_purchase_created"),
        ),
        migrations.AddIndex(
            model_name="purchaseorder",
            index=models.Index(fields=["state", "created_at", "id"], name="inventory_purchase_by_state"),
        ),
        migrations.AddIndex(
            model_name="purchaseorder",
            index=models.Index(fields=["supplier", "created_at", "id"], name="inventory_purchase_of_supplier"),
        ),
        migrations.AddIndex(
            model_name="purchaseorder",
            index=models.Index(fields=["updated_at"], name="inventory_purchase_changed"),
        ),
        migrations.AddConstraint(
            model_name="purchaseorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "placed", "received", "cancelled"])),
                name="inventory_purchaseorder_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchaseorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["placed", "received"]), _negated=True),
                    ("placed_at__isnull", False),
                    _connector="OR",
                ),
                name="inventory_purchaseorder_was_placed",
            ),
        ),
        migrations.AddIndex(
            model_name="purchaseline",
            index=models.Index(
                condition=models.Q(("quantity__gt", models.F("received"))),
                fields=["item"],
                name="inventory_purchaseline_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchaseline",
            constraint=models.UniqueConstraint(fields=("order", "item"), name="inventory_purchaseline_sku"),
        ),
        migrations.AddConstraint(
            model_name="purchaseline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cost_amount__gte", 0),
                    ("quantity__gt", 0),
                    ("quantity__gte", models.F("received")),
                    ("received__gte", 0),
                ),
                name="inventory_purchaseline_pieces",
            ),
        ),
    ]
