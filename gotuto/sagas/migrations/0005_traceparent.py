"""Locks: gotuto_sagas_sagarun for a moment (a column with a default is added without a rewrite)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gotuto_sagas", "0004_keys_history_and_waiting"),
    ]

    operations = [
        migrations.AddField(
            model_name="sagarun",
            name="traceparent",
            field=models.CharField(db_default="", default="", max_length=55),
        ),
    ]
