"""Locks: billing_payment for a moment (a new table and its key)."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import gotuto.ids
import gotuto.money_fields


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0027_dunning"),
    ]

    operations = [
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("due_at", models.DateTimeField()),
                ("fencing_token", models.IntegerField(default=0)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True, default="")),
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("destination", models.CharField(max_length=50)),
                ("idempotency_key", models.CharField(max_length=255)),
                ("provider_reference", models.CharField(blank=True, default="", max_length=255)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("sending", "Sending"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                            ("unknown", "Unknown"),
                        ],
                        default="queued",
                        max_length=8,
                    ),
                ),
                ("outcome_code", models.CharField(blank=True, default="", max_length=100)),
                ("asked", models.SmallIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
                ("correlation_id", models.CharField(db_default="", default="", max_length=64)),
                ("traceparent", models.CharField(db_default="", default="", max_length=55)),
                ("order_id", models.UUIDField(null=True)),
                ("attempt_id", models.UUIDField(null=True, unique=True)),
                ("settled_by", models.UUIDField(null=True)),
                ("amount", gotuto.money_fields.AmountField()),
                ("reason", models.CharField(max_length=500)),
                ("actor", models.UUIDField(null=True)),
                ("requested_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("updated_at", models.DateTimeField()),
                (
                    "payment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="billing.payment",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["queued", "sending", "refused", "unknown"])),
                        fields=["status", "destination", "due_at", "id"],
                        name="refund_due",
                    ),
                    models.Index(
                        condition=models.Q(("correlation_id", ""), _negated=True),
                        fields=["correlation_id"],
                        name="refund_correlation",
                    ),
                    models.Index(fields=["requested_at", "id"], name="billing_refund_by_time"),
                    models.Index(fields=["payment", "requested_at", "id"], name="billing_refund_of_payment"),
                    models.Index(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            models.Q(
                                models.Q(("destination", "by_hand"), models.Q(("status", "done"), _negated=True)),
                                ("status", "refused"),
                                _connector="OR",
                            ),
                        ),
                        fields=["requested_at", "id"],
                        name="billing_refund_waits",
                    ),
                    django.contrib.postgres.indexes.BrinIndex(
                        autosummarize=True, fields=["updated_at"], name="billing_refund_changed", pages_per_range=32
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["queued", "sending", "done", "refused", "unknown"])),
                        name="refund_status_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="billing_refund_positive"),
                    models.UniqueConstraint(
                        condition=models.Q(("attempt_id", None), ("order_id__isnull", False)),
                        fields=("order_id", "payment"),
                        name="billing_refund_of_order_once",
                    ),
                ],
            },
        ),
    ]
