"""Locks: nothing (an index is made while the table is in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("catalog", "0019_prices_are_kept")]

    operations = [
        AddIndexInUse(
            model_name="product",
            index=models.Index(
                condition=models.Q(price_changes_at__isnull=False),
                fields=["price_changes_at"],
                name="catalog_product_price_due",
            ),
        ),
    ]
