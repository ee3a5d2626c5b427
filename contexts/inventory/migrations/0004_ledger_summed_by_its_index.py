"""Locks: nothing (the new index is built while the table is in use, and answers for the one that goes)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse, RemoveIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("inventory", "0003_what_changed_lately"),
    ]

    operations = [
        AddIndexInUse(
            model_name="movement",
            index=models.Index(
                fields=["item", "occurred_at", "id"],
                include=("delta_on_hand", "delta_reserved"),
                name="inventory_movement_ledger",
            ),
        ),
        RemoveIndexInUse(
            model_name="movement",
            name="inventory_movement_item",
        ),
        # Rows are only added: what is new is soon visible to all, so that the index answers alone. Blocks nobody.
        migrations.RunSQL(
            "ALTER TABLE inventory_movement SET (autovacuum_vacuum_insert_scale_factor = 0.01)",
            "ALTER TABLE inventory_movement RESET (autovacuum_vacuum_insert_scale_factor)",
        ),
    ]
