"""Locks: order_cart for a moment (a column with a default is added without a rewrite)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("order", "0012_lists")]

    operations = [
        migrations.AddField(
            model_name="cart",
            name="customer_group",
            field=models.CharField(db_default="", default="", max_length=32),
        ),
    ]
