"""Locks: nothing (indexes are built while their tables are in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("order", "0011_served_at")]

    operations = [
        AddIndexInUse(
            model_name="order",
            index=models.Index(fields=["currency", "total", "id"], name="order_by_total"),
        ),
        AddIndexInUse(
            model_name="orderline",
            index=models.Index(fields=["sku", "order"], name="order_line_of_sku"),
        ),
    ]
