"""Locks: nothing (a constraint is proved while the table is in use)."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalog", "0010_variants")]

    operations = [ValidateConstraint(model_name="product", name="catalog_product_measured")]
