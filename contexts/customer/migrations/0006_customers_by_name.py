"""Locks: nothing (the index is built while the table is in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("customer", "0005_words_about_staff"),
    ]

    operations = [
        AddIndexInUse(
            model_name="customer",
            index=models.Index(fields=["name", "id"], name="customer_customer_by_name"),
        ),
    ]
