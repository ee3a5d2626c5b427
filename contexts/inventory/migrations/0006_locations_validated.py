"""Locks: nothing (the new rules are proved while the tables are in use)."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("inventory", "0005_locations")]

    operations = [
        ValidateConstraint(model_name="movement", name="inventory_movement_kinds"),
        ValidateConstraint(model_name="reservationline", name="inventory_reservationline_elsewhere"),
        ValidateConstraint(model_name="stockitem", name="inventory_stockitem_elsewhere"),
        ValidateConstraint(model_name="stockitem", name="inventory_stockitem_reserved_on_main"),
    ]
