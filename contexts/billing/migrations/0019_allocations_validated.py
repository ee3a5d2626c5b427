"""Locks: nothing (rows are read while they are written)."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("billing", "0018_allocations")]

    operations = [ValidateConstraint(model_name="payment", name="billing_payment_not_spent_twice")]
