import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0002_ledger_only_grows"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="stockitem",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["updated_at"], name="inventory_stockitem_changed", pages_per_range=32
            ),
        ),
    ]
