"""Locks: nothing (indexes are built while their tables are in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("billing", "0042_fees_paid_validated")]

    operations = [
        AddIndexInUse(
            model_name="allocation",
            index=models.Index(
                condition=models.Q(("fee__isnull", False)),
                fields=["fee", "booked_at", "id"],
                name="billing_allocation_of_fee",
            ),
        ),
        AddIndexInUse(
            model_name="fee",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", False)),
                fields=["settled_at", "id"],
                name="billing_fee_settled",
            ),
        ),
    ]
