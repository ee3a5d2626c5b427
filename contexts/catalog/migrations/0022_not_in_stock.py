"""Locks: nothing (an index is made while the table is in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("catalog", "0021_in_stock")]

    operations = [
        AddIndexInUse(
            model_name="product",
            index=models.Index(
                condition=models.Q(("in_stock", True), _negated=True),
                fields=["name", "id"],
                name="catalog_product_not_in_stock",
            ),
        ),
    ]
