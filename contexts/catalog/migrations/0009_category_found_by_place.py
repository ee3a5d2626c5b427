"""Locks: nothing (an index is made while the table is in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("catalog", "0008_category_places_validated")]

    operations = [
        AddIndexInUse(
            model_name="category",
            index=models.Index(fields=["position", "id"], name="catalog_category_by_place"),
        ),
    ]
