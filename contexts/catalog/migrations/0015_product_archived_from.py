"""Locks: catalog_product for a moment (a column that may be NULL)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0014_search_words_follow")]

    operations = [
        migrations.AddField(model_name="product", name="archived_from", field=models.UUIDField(blank=True, null=True)),
    ]
