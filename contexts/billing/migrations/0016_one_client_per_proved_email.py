"""Locks: nothing (an index is built while its table is in use)."""

from django.db import migrations, models
from django.db.models.functions import Lower

# Dropped first: an attempt that was cut off leaves one that is not whole.
DROP = "DROP INDEX CONCURRENTLY IF EXISTS billing_client_one_per_proved_email"
CREATE = """
CREATE UNIQUE INDEX CONCURRENTLY billing_client_one_per_proved_email ON billing_client (lower(email))
WHERE customer_id IS NULL AND email_proved_at IS NOT NULL AND merged_into_id IS NULL
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("billing", "0015_proved_email")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(DROP, migrations.RunSQL.noop),
                migrations.RunSQL(CREATE, DROP),
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="client",
                    constraint=models.UniqueConstraint(
                        Lower("email"),
                        condition=models.Q(email_proved_at__isnull=False, customer_id=None, merged_into=None),
                        name="billing_client_one_per_proved_email",
                    ),
                )
            ],
        ),
    ]
