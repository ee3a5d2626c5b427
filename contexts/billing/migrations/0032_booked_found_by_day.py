"""Locks: nothing (indexes are built while their table is in use)."""

import django.contrib.postgres.indexes
from django.db import migrations

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("billing", "0031_closed_periods")]

    operations = [
        AddIndexInUse(
            model_name="payment",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["received_on"], name="billing_payment_by_day", pages_per_range=32
            ),
        ),
    ]
