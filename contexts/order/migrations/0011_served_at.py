"""Locks: order_order for a moment (a column that may be empty)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("order", "0010_cancelling")]

    operations = [migrations.AddField(model_name="order", name="served_at", field=models.DateTimeField(null=True))]
