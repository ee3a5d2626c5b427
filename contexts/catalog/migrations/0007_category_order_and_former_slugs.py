"""Locks: catalog_category for a moment (a column without a rewrite, and the key of a new table)."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_product_tax_class")]

    operations = [
        migrations.AddField(
            model_name="category",
            name="position",
            field=models.IntegerField(db_default=0, default=0, verbose_name="place"),
        ),
        AddConstraintNotValid(
            model_name="category",
            constraint=models.CheckConstraint(condition=models.Q(("position__gte", 0)), name="catalog_category_placed"),
        ),
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                ("slug", models.CharField(max_length=220, primary_key=True, serialize=False)),
                ("replaced_at", models.DateTimeField()),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former_slugs", to="catalog.category"
                    ),
                ),
            ],
        ),
    ]
