"""Locks: nothing (indexes are built while their tables are in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse

# Dropped first: an attempt that was cut off leaves one that is not whole.
UNIQUE = [
    "DROP INDEX CONCURRENTLY IF EXISTS billing_tax_group_once",
    "CREATE UNIQUE INDEX CONCURRENTLY billing_tax_group_once ON billing_taxline (invoice_id, rate, category, exemption)",
]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("billing", "0012_particulars_validated")]

    operations = [
        AddIndexInUse(
            model_name="client",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="billing_client_merged"
            ),
        ),
        AddIndexInUse(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("credits_invoice__isnull", False)),
                fields=["credits_invoice"],
                name="billing_invoice_credits",
            ),
        ),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in UNIQUE),
    ]
