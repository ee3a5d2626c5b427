"""Locks: nothing (the index is built while the table is in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("notification", "0007_correlation_and_traceparent"),
    ]

    operations = [
        AddIndexInUse(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("correlation_id", ""), _negated=True),
                fields=["correlation_id"],
                name="notification_correlation",
            ),
        ),
    ]
