"""Locks: nothing (rows are read while they are written)."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("billing", "0041_fees_paid")]

    operations = [
        ValidateConstraint(model_name="allocation", name="billing_allocation_of_one_claim"),
        ValidateConstraint(model_name="fee", name="billing_fee_paid_is_all"),
    ]
