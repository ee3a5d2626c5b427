"""Locks: nothing (indexes are built while their table is in use)."""

from django.db import migrations, models

import gotuto.money_fields
from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("billing", "0025_bank_statements")]

    operations = [
        AddIndexInUse(
            model_name="invoice",
            index=models.Index(
                models.Func(
                    output_field=models.TextField(),
                    template="regexp_replace(upper(reference), '[^A-Z0-9]*0*([1-9][0-9]*)$', '\\1')",
                ),
                condition=models.Q(("number__isnull", False), models.Q(("reference", ""), _negated=True)),
                name="billing_invoice_by_order_key",
            ),
        ),
        AddIndexInUse(
            model_name="invoice",
            index=models.Index(
                models.Func(
                    output_field=gotuto.money_fields.AmountField(), template="(total - amount_paid - amount_credited)"
                ),
                condition=models.Q(("status__in", ["sent", "overdue"])),
                name="billing_invoice_by_amount_due",
            ),
        ),
    ]
