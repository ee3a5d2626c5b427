import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0002_one_index_for_each_question"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="invoice",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["updated_at"], name="billing_invoice_changed", pages_per_range=32
            ),
        ),
    ]
