"""Locks: nothing (an index is built while its table is in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("billing", "0014_particulars_frozen")]

    operations = [
        AddIndexInUse(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("issue_date__isnull", False)), fields=["issue_date"], name="billing_invoice_issued"
            ),
        ),
    ]
