"""Locks: gotuto_outbox_event for a moment (a column with a default is added without a rewrite)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gotuto_outbox", "0004_fencing_token"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="traceparent",
            field=models.CharField(db_default="", default="", max_length=55),
        ),
    ]
