"""Locks: catalog_product, catalog_variant for a moment (columns that may be NULL)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0020_product_price_due")]

    operations = [
        migrations.AddField(model_name=name, name="in_stock", field=models.BooleanField(editable=False, null=True))
        for name in ("product", "variant")
    ]
