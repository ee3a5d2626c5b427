"""Locks: nothing (the index is built while the table is in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("catalog", "0028_prices_of_lists")]

    operations = [
        AddIndexInUse(
            model_name="priceentry",
            index=models.Index(
                fields=["price_list", "valid_from", "id"],
                name="catalog_priceentry_of_list",
                condition=models.Q(("price_list", ""), _negated=True),
            ),
        ),
    ]
