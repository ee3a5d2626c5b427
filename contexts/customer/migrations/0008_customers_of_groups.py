"""Locks: nothing (the index is built while the table is in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("customer", "0007_customer_groups")]

    operations = [
        AddIndexInUse(
            model_name="customer",
            index=models.Index(
                fields=["customer_group"],
                name="customer_customer_of_group",
                condition=models.Q(("customer_group", ""), _negated=True),
            ),
        ),
    ]
