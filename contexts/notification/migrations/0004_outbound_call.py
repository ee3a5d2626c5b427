from django.db import migrations, models
from django.db.models import Q

STATUSES = [(status, status.capitalize()) for status in ("queued", "sending", "done", "refused", "unknown")]

# The table is written anew in one go: an UPDATE of all rows takes four times as long, and leaves a table of twice the size.
_IN_NEW_WORDS = """
ALTER TABLE notification_notification
    ALTER COLUMN idempotency_key TYPE varchar(255) USING id::text,
    ALTER COLUMN status TYPE varchar(8) USING CASE status WHEN 'sent' THEN 'done' WHEN 'failed' THEN 'refused' ELSE status END
"""
_IN_OLD_WORDS = """
ALTER TABLE notification_notification
    ALTER COLUMN status TYPE varchar(8) USING CASE status WHEN 'done' THEN 'sent' WHEN 'refused' THEN 'failed' ELSE status END
"""


class Migration(migrations.Migration):
    dependencies = [("notification", "0003_fencing_token"), ("gotuto_outbound", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("notification", "notification_state_known"),
        migrations.RemoveIndex("notification", "notification_due"),
        migrations.RemoveIndex("notification", "notification_by_state"),
        migrations.RenameField("notification", "state", "status"),
        migrations.RenameField("notification", "sent_at", "done_at"),
        migrations.AddField(
            "notification", "destination", models.CharField(max_length=50, default="mail"), preserve_default=False
        ),
        migrations.AddField(
            "notification", "idempotency_key", models.CharField(max_length=255, default=""), preserve_default=False
        ),
        migrations.AddField(
            "notification", "provider_reference", models.CharField(max_length=255, blank=True, default="")
        ),
        migrations.AddField("notification", "outcome_code", models.CharField(max_length=100, blank=True, default="")),
        migrations.AddField("notification", "asked", models.SmallIntegerField(default=0)),
        migrations.AlterField(
            "notification", "status", models.CharField(max_length=8, choices=STATUSES, default="queued")
        ),
        migrations.RunSQL(_IN_NEW_WORDS, _IN_OLD_WORDS),
        migrations.AddConstraint(
            "notification",
            models.CheckConstraint(
                condition=Q(status__in=[status for status, _ in STATUSES]), name="notification_status_known"
            ),
        ),
        migrations.AddIndex(
            "notification",
            models.Index(
                fields=["status", "destination", "due_at", "id"],
                name="notification_due",
                condition=Q(status__in=["queued", "sending", "refused", "unknown"]),
            ),
        ),
        migrations.AddIndex(
            "notification",
            models.Index(
                fields=["status", "created_at", "id"],
                name="notification_by_status",
                condition=Q(status__in=["refused", "unknown"]),
            ),
        ),
    ]
