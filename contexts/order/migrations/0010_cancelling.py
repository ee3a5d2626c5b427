"""Locks: order_order for a moment (a column with a default is added without a rewrite)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("order", "0009_taxes_of_orders"),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="is_cancelling",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
