"""Locks: nothing (indexes are built while their tables are in use)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("billing", "0043_fees_paid_found")]

    operations = [
        AddIndexInUse(
            model_name="client",
            index=models.Index(
                condition=models.Q(("on_hold", True)), fields=["name", "id"], name="billing_client_on_hold"
            ),
        ),
        AddIndexInUse(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("number__isnull", False)), fields=["number", "id"], name="billing_invoice_by_number"
            ),
        ),
        AddIndexInUse(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("due_date__isnull", False)),
                fields=["due_date", "id"],
                name="billing_invoice_by_due_date",
            ),
        ),
        AddIndexInUse(
            model_name="invoice",
            index=models.Index(fields=["currency", "total", "id"], name="billing_invoice_by_total"),
        ),
        AddIndexInUse(
            model_name="payment",
            index=models.Index(fields=["currency", "amount", "id"], name="billing_payment_by_amount"),
        ),
    ]
