"""Locks: nothing (indexes are built while their table is in use)."""

import django.db.models.expressions
from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse

# Dropped first: an attempt that was cut off leaves one that is not whole.
DROP = "DROP INDEX CONCURRENTLY IF EXISTS billing_payment_of_client_once"
CREATE = """
CREATE UNIQUE INDEX CONCURRENTLY billing_payment_of_client_once ON billing_payment (client_id, reference)
WHERE invoice_id IS NULL
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("billing", "0019_allocations_validated")]

    operations = [
        AddIndexInUse(
            model_name="payment",
            index=models.Index(fields=["received_at", "id"], name="billing_payment_by_time"),
        ),
        AddIndexInUse(
            model_name="payment",
            index=models.Index(fields=["client", "received_at", "id"], name="billing_payment_of_client"),
        ),
        AddIndexInUse(
            model_name="payment",
            index=models.Index(
                condition=models.Q(
                    (
                        "amount__gt",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("amount_allocated"), "+", models.F("amount_refunded")
                            ),
                            "+",
                            models.F("amount_reversed"),
                        ),
                    )
                ),
                fields=["received_at", "id"],
                name="billing_payment_unallocated",
            ),
        ),
        AddIndexInUse(
            model_name="payment",
            index=models.Index(condition=models.Q(("client", None)), fields=["id"], name="billing_payment_to_lift"),
        ),
        AddIndexInUse(model_name="payment", index=models.Index(fields=["reference"], name="billing_payment_reference")),
        AddIndexInUse(
            model_name="payment",
            index=BrinIndex(
                autosummarize=True, fields=["updated_at"], name="billing_payment_changed", pages_per_range=32
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(DROP, migrations.RunSQL.noop),
                migrations.RunSQL(CREATE, DROP),
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="payment",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("invoice", None)),
                        fields=("client", "reference"),
                        name="billing_payment_of_client_once",
                    ),
                ),
            ],
        ),
    ]
