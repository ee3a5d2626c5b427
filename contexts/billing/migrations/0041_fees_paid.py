"""Locks: billing_allocation, billing_fee for a moment (columns without a rewrite, a key, constraints that are not proved yet)."""

from decimal import Decimal

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import gotuto.money_fields


class Migration(migrations.Migration):
    dependencies = [("billing", "0040_money_found_by_time")]

    operations = [
        migrations.AddField(
            model_name="fee",
            name="amount_paid",
            field=gotuto.money_fields.AmountField(db_default=Decimal("0"), default=Decimal("0")),
        ),
        migrations.AddField(
            model_name="allocation",
            name="fee",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="allocations",
                to="billing.fee",
            ),
        ),
        AddConstraintNotValid(
            model_name="allocation",
            constraint=models.CheckConstraint(
                condition=models.Q(("invoice", None), ("fee", None), _connector="OR"),
                name="billing_allocation_of_one_claim",
            ),
        ),
        AddConstraintNotValid(
            model_name="fee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount_paid", models.F("amount")), ("state", "paid")),
                    models.Q(
                        models.Q(("state", "paid"), _negated=True),
                        ("amount_paid__gte", 0),
                        ("amount_paid__lt", models.F("amount")),
                    ),
                    _connector="OR",
                ),
                name="billing_fee_paid_is_all",
            ),
        ),
    ]
