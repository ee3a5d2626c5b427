import django.db.models.deletion
from django.db import migrations, models

import gotuto.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Reservation",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("order_id", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[("held", "held"), ("released", "released"), ("committed", "committed")], max_length=16
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-created_at",),
                "indexes": [models.Index(fields=["created_at", "id"], name="inventory_reservation_created")],
                "constraints": [
                    models.UniqueConstraint(fields=("order_id",), name="inventory_reservation_order"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["held", "released", "committed"])),
                        name="inventory_reservation_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockItem",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("sku", models.CharField(max_length=64, verbose_name="SKU")),
                ("product_id", models.UUIDField()),
                ("on_hand", models.BigIntegerField(default=0)),
                ("reserved", models.BigIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("sku",),
                "indexes": [models.Index(fields=["created_at", "id"], name="inventory_stockitem_created")],
                "constraints": [
                    models.UniqueConstraint(fields=("sku",), name="inventory_stockitem_sku"),
                    models.CheckConstraint(
                        condition=models.Q(("reserved__gte", 0), ("reserved__lte", models.F("on_hand"))),
                        name="inventory_stockitem_reserved_on_hand",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReservationLine",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("quantity", models.PositiveIntegerField()),
                (
                    "reservation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="inventory.reservation",
                    ),
                ),
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
            ],
            options={
                "ordering": ("item_id",),
                "constraints": [
                    models.UniqueConstraint(fields=("reservation", "item"), name="inventory_reservationline_sku"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="inventory_reservationline_quantity"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "receipt"),
                            ("adjustment", "adjustment"),
                            ("reserve", "reserve"),
                            ("release", "release"),
                            ("commit", "commit"),
                        ],
                        max_length=16,
                    ),
                ),
                ("delta_on_hand", models.BigIntegerField()),
                ("delta_reserved", models.BigIntegerField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("actor", models.UUIDField(null=True)),
                ("order_id", models.UUIDField(null=True)),
                ("occurred_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        db_column="sku",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="inventory.stockitem",
                        to_field="sku",
                    ),
                ),
            ],
            options={
                "ordering": ("-occurred_at",),
                "indexes": [
                    models.Index(fields=["item", "occurred_at", "id"], name="inventory_movement_item"),
                    models.Index(
                        condition=models.Q(("order_id__isnull", False)),
                        fields=["order_id"],
                        name="inventory_movement_order",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["receipt", "adjustment", "reserve", "release", "commit"])),
                        name="inventory_movement_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("delta_on_hand", 0), ("delta_reserved", 0), _negated=True),
                        name="inventory_movement_moves_something",
                    ),
                ],
            },
        ),
    ]
