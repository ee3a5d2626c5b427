"""Locks: nothing (rows are read while they are written)."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalog", "0007_category_order_and_former_slugs")]

    operations = [ValidateConstraint(model_name="category", name="catalog_category_placed")]
