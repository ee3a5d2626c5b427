"""Locks: nothing (only what the code calls a kind of mail changes)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notification", "0009_documents_of_invoices"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("order_confirmed", "order_confirmed"),
                    ("payment_received", "payment_received"),
                    ("refund_sent", "refund_sent"),
                    ("order_shipped", "order_shipped"),
                    ("order_cancelled", "order_cancelled"),
                    ("email_replaced", "email_replaced"),
                    ("invoice_issued", "invoice_issued"),
                    ("credit_note_issued", "credit_note_issued"),
                ],
                max_length=32,
            ),
        ),
    ]
