"""Locks: nothing (indexes are built while their tables are in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("billing", "0032_booked_found_by_day")]

    operations = [
        AddIndexInUse(
            model_name="allocation",
            index=models.Index(fields=["booked_at", "id"], name="billing_allocation_by_time"),
        ),
        AddIndexInUse(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("reversed_at__isnull", False)),
                fields=["reversed_at", "id"],
                name="billing_payment_reversed",
            ),
        ),
        AddIndexInUse(
            model_name="refund",
            index=models.Index(
                condition=models.Q(("done_at__isnull", False)), fields=["done_at", "id"], name="billing_refund_done"
            ),
        ),
        AddIndexInUse(
            model_name="refund",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", False)),
                fields=["withdrawn_at", "id"],
                name="billing_refund_withdrawn",
            ),
        ),
    ]
