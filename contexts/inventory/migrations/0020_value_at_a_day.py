"""Locks: nothing (the index is built while the table is in use; nothing is valued yet, so that it is empty)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inventory", "0019_valuation_validated")]

    operations = [
        AddIndexInUse(
            model_name="movement",
            index=models.Index(
                condition=models.Q(value_amount__isnull=False),
                fields=["item", "occurred_at", "id"],
                include=["value_amount", "valued_quantity"],
                name="inventory_movement_value",
            ),
        ),
    ]
