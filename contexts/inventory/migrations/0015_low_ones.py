"""Locks: nothing (the rule is proved and the index built while the table is in use; nothing is low yet, so that it is empty)."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inventory", "0014_reorder_points")]

    operations = [
        ValidateConstraint(model_name="stockitem", name="inventory_stockitem_reordering"),
        AddIndexInUse(
            model_name="stockitem",
            index=models.Index(condition=models.Q(is_low=True), fields=["sku"], name="inventory_stockitem_low"),
        ),
    ]
