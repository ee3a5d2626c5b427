"""Locks: nothing (the index is built while the table is in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("notification", "0010_payment_reminder")]

    operations = [
        AddIndexInUse(
            model_name="notification",
            index=models.Index(fields=["recipient", "created_at", "id"], name="notification_to"),
        ),
    ]
