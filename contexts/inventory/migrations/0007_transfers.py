"""Locks: inventory_location, inventory_stockitem for a moment (keys of new tables)."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import gotuto.ids


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0006_locations_validated"),
    ]

    operations = [
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sent", "sent"),
                            ("received", "received"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("created_by", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("version", models.IntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
                (
                    "destination",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.location",
                    ),
                ),
                (
                    "origin",
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
            name="TransferLine",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("quantity", models.IntegerField()),
                ("received", models.IntegerField(default=0)),
                ("missing", models.IntegerField(default=0)),
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
                    "transfer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="inventory.transfer",
                    ),
                ),
            ],
            options={
                "ordering": ("item_id",),
            },
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["created_at", "id"], name="inventory_transfer_created"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["state", "created_at", "id"], name="inventory_transfer_by_state"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["updated_at"], name="inventory_transfer_changed"),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "sent", "received", "cancelled"])),
                name="inventory_transfer_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "sent"), _negated=True), models.Q(("state", "received"), _negated=True)
                    ),
                    ("sent_at__isnull", False),
                    _connector="OR",
                ),
                name="inventory_transfer_was_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferline",
            constraint=models.UniqueConstraint(fields=("transfer", "item"), name="inventory_transferline_sku"),
        ),
        migrations.AddConstraint(
            model_name="transferline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("missing__gte", 0),
                    ("quantity__gt", 0),
                    (
                        "quantity__gte",
                        django.db.models.expressions.CombinedExpression(models.F("received"), "+", models.F("missing")),
                    ),
                    ("received__gte", 0),
                ),
                name="inventory_transferline_pieces",
            ),
        ),
    ]
