"""Locks: nothing (indexes are built while their table is in use)."""

import django.contrib.postgres.indexes
from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("billing", "0031_closed_periods")]

    operations = [
        AddIndexInUse(
            model_name="allocation",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["booked_at"], name="billing_allocation_by_time", pages_per_range=32
            ),
        ),
        AddIndexInUse(
            model_name="payment",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["received_on"], name="billing_payment_by_day", pages_per_range=32
            ),
        ),
        AddIndexInUse(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("reversed_at__isnull", False)), fields=["reversed_at"], name="billing_payment_gone"
            ),
        ),
        AddIndexInUse(
            model_name="refund",
            index=models.Index(
                condition=models.Q(("done_at__isnull", False)), fields=["done_at"], name="billing_refund_done"
            ),
        ),
    ]
