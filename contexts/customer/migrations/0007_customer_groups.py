"""Locks: customer_customer for a moment (a column with a default is added without a rewrite)."""

from django.db import migrations, models

import gotuto.ids


class Migration(migrations.Migration):
    dependencies = [("customer", "0006_customers_by_name")]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="customer_group",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.CreateModel(
            name="CustomerGroup",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=100)),
                ("version", models.IntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("code",),
                "constraints": [
                    models.UniqueConstraint(fields=("code",), name="customer_customergroup_code"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="customer_customergroup_named",
                    ),
                ],
            },
        ),
    ]
