"""Locks: notification_notification for a moment (columns with a default are added without a rewrite)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notification", "0006_mail_pace"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="correlation_id",
            field=models.CharField(db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="notification",
            name="traceparent",
            field=models.CharField(db_default="", default="", max_length=55),
        ),
    ]
