from django.db import migrations, models

import gotuto.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Shipment",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("order_id", models.UUIDField()),
                ("number", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "pending"),
                            ("dispatched", "dispatched"),
                            ("delivered", "delivered"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=16,
                    ),
                ),
                ("carrier", models.CharField(blank=True, max_length=100)),
                ("tracking_number", models.CharField(blank=True, max_length=100)),
                ("address", models.JSONField(null=True)),
                ("lines", models.JSONField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("dispatched_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-created_at",),
                "indexes": [
                    models.Index(fields=["created_at", "id"], name="shipping_shipment_created"),
                    models.Index(fields=["state", "created_at", "id"], name="shipping_shipment_state_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order_id", "number"), name="shipping_shipment_order_number"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "dispatched", "delivered", "cancelled"])),
                        name="shipping_shipment_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dispatched_at", None), ("state__in", ["pending", "cancelled"])),
                            models.Q(("dispatched_at__isnull", False), ("state__in", ["dispatched", "delivered"])),
                            _connector="OR",
                        ),
                        name="shipping_shipment_dispatched_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delivered_at__isnull", False), ("state", "delivered")),
                            models.Q(models.Q(("state", "delivered"), _negated=True), ("delivered_at", None)),
                            _connector="OR",
                        ),
                        name="shipping_shipment_delivered_at",
                    ),
                ],
            },
        ),
    ]
