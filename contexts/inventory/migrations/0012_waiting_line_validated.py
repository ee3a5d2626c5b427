"""Locks: nothing (the new rule is proved while the table is in use)."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("inventory", "0011_waiting_line")]

    operations = [ValidateConstraint(model_name="stockitem", name="inventory_stockitem_waiting")]
