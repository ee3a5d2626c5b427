"""Locks: nothing (an index is made while the table is in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("catalog", "0011_variants_validated")]

    operations = [
        AddIndexInUse(
            model_name="product",
            index=models.Index(condition=~models.Q(gtin=""), fields=["gtin"], name="catalog_product_gtin"),
        ),
    ]
