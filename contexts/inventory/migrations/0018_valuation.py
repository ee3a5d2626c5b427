"""Locks: inventory_movement, inventory_stockitem for a moment (columns and rules)."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q

from gotuto.money_fields import AmountField

KINDS = [
    *("receipt", "adjustment", "reserve", "release", "commit", "scrap", "return", "write_off", "count"),
    *("transfer_out", "transfer_in", "valuation", "transfer_loss"),
]


class Migration(migrations.Migration):
    dependencies = [("inventory", "0017_purchase_orders")]

    operations = [
        migrations.AddField(model_name="stockitem", name="value_amount", field=AmountField(null=True)),
        migrations.AddField(model_name="stockitem", name="valued_quantity", field=models.BigIntegerField(null=True)),
        migrations.AddField(model_name="movement", name="value_amount", field=AmountField(null=True)),
        migrations.AddField(model_name="movement", name="valued_quantity", field=models.BigIntegerField(null=True)),
        migrations.AlterField(
            model_name="movement",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=16),
        ),
        AddConstraintNotValid(
            model_name="stockitem",
            constraint=models.CheckConstraint(
                condition=Q(value_amount__isnull=True, valued_quantity__isnull=True)
                | Q(
                    Q(valued_quantity__gt=0) | Q(value_amount=0),
                    value_amount__isnull=False,
                    value_amount__gte=0,
                    valued_quantity__isnull=False,
                    valued_quantity__gte=F("on_hand"),
                ),
                name="inventory_stockitem_value",
            ),
        ),
        migrations.RemoveConstraint(model_name="movement", name="inventory_movement_kinds"),
        AddConstraintNotValid(
            model_name="movement",
            constraint=models.CheckConstraint(condition=Q(kind__in=KINDS), name="inventory_movement_known_kinds"),
        ),
        migrations.RemoveConstraint(model_name="movement", name="inventory_movement_moves_something"),
        AddConstraintNotValid(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=~Q(delta_on_hand=0, delta_reserved=0) | Q(value_amount__isnull=False),
                name="inventory_movement_moves_or_values",
            ),
        ),
    ]
