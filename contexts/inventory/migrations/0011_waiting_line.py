"""Locks: inventory_reservation, inventory_reservationline, inventory_stockitem for a moment (columns and a rule)."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("inventory", "0010_stocktakes")]

    operations = [
        migrations.AddField(
            model_name="stockitem", name="waiting", field=models.BigIntegerField(db_default=0, default=0)
        ),
        migrations.AddField(
            model_name="stockitem",
            name="when_sold_out",
            field=models.CharField(
                choices=[("refuse", "refuse"), ("wait", "wait")], db_default="refuse", default="refuse", max_length=8
            ),
        ),
        migrations.AddField(model_name="stockitem", name="waiting_limit", field=models.IntegerField(null=True)),
        migrations.AddField(model_name="stockitem", name="expected_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="reservation", name="queued_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="reservationline", name="ticket", field=models.BigIntegerField(null=True)),
        AddConstraintNotValid(
            model_name="stockitem",
            constraint=models.CheckConstraint(
                condition=Q(waiting__gte=0, when_sold_out__in=["refuse", "wait"]), name="inventory_stockitem_waiting"
            ),
        ),
    ]
