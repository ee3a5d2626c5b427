"""Locks: nothing (an index is built while its table is in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("billing", "0016_one_client_per_proved_email")]

    operations = [
        AddIndexInUse(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("issue_date__isnull", False)), fields=["issue_date"], name="billing_invoice_issued"
            ),
        ),
    ]
