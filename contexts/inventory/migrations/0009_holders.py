"""Locks: nothing (the new index is built while the table is in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inventory", "0008_corrections")]

    operations = [
        AddIndexInUse(
            model_name="reservation",
            index=models.Index(fields=["state", "created_at", "id"], name="inventory_reservation_by_state"),
        ),
    ]
