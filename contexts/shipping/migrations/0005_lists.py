"""Locks: nothing (the index is built while the table is in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("shipping", "0004_who_sent_it")]

    operations = [
        AddIndexInUse(
            model_name="shipment",
            index=models.Index(
                condition=models.Q(("dispatched_at__isnull", False)),
                fields=["dispatched_at", "id"],
                name="shipping_shipment_dispatched",
            ),
        ),
    ]
