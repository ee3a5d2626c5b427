"""Locks: nothing (the index is built while the table is in use; no line waits yet, so that it is empty)."""

from django.db import migrations, models

from gotuto.db.indexes import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inventory", "0012_waiting_line_validated")]

    operations = [
        AddIndexInUse(
            model_name="reservationline",
            index=models.Index(
                condition=models.Q(ticket__isnull=False), fields=["item", "ticket"], name="inventory_line_by_ticket"
            ),
        ),
    ]
