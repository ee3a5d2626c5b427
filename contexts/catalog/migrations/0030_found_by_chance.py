"""Locks: nothing (indexes are built and dropped while their tables are in use)."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models.lookups import LessThan

from gotuto.db.indexes import AddIndexInUse, RemoveIndexInUse

SAMPLED = models.Q(
    LessThan(
        models.Func(
            models.Func("product_id", function="uuid_send", output_field=models.BinaryField()),
            models.Value(15),
            function="get_byte",
            output_field=models.IntegerField(),
        ),
        16,
    )
)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("catalog", "0029_prices_by_list")]

    operations = [
        AddIndexInUse(
            model_name="searchdocument",
            index=GinIndex(condition=SAMPLED, fields=["title"], name="catalog_sampled_title"),
        ),
        AddIndexInUse(
            model_name="searchdocument",
            index=GinIndex(condition=SAMPLED, fields=["everything"], name="catalog_sampled_everything"),
        ),
        AddIndexInUse(
            model_name="product",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)), fields=["updated_at"], name="catalog_product_updated"
            ),
        ),
        RemoveIndexInUse(model_name="product", name="catalog_product_changed"),
    ]
