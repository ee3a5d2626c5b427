"""Locks: nothing (the new rules are proved while the tables are in use)."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("inventory", "0018_valuation")]

    operations = [
        ValidateConstraint(model_name="stockitem", name="inventory_stockitem_value"),
        ValidateConstraint(model_name="movement", name="inventory_movement_known_kinds"),
        ValidateConstraint(model_name="movement", name="inventory_movement_moves_or_values"),
    ]
