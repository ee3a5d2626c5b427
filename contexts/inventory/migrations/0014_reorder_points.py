"""Locks: inventory_stockitem for a moment (columns, a rule and a trigger)."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

# A trigger, so that also the statements of an old release keep the flag right, and none can forget it. Its condition is all that
# a row costs which does not cross its point.
FOLLOW = """
CREATE FUNCTION inventory_stockitem_low() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.is_low := coalesce(NEW.on_hand - NEW.reserved - NEW.waiting <= NEW.reorder_point, false);
    RETURN NEW;
END $$;
"""
TRIGGER = """
CREATE TRIGGER inventory_stockitem_low BEFORE INSERT OR UPDATE ON inventory_stockitem FOR EACH ROW
    WHEN (NEW.is_low <> coalesce(NEW.on_hand - NEW.reserved - NEW.waiting <= NEW.reorder_point, false))
    EXECUTE FUNCTION inventory_stockitem_low();
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0013_line_in_order")]

    operations = [
        migrations.AddField(model_name="stockitem", name="reorder_point", field=models.IntegerField(null=True)),
        migrations.AddField(model_name="stockitem", name="reorder_quantity", field=models.IntegerField(null=True)),
        migrations.AddField(
            model_name="stockitem", name="is_low", field=models.BooleanField(db_default=False, default=False)
        ),
        AddConstraintNotValid(
            model_name="stockitem",
            constraint=models.CheckConstraint(
                condition=(Q(reorder_point__isnull=True) | Q(reorder_point__gte=0))
                & (Q(reorder_quantity__isnull=True) | Q(reorder_quantity__gt=0)),
                name="inventory_stockitem_reordering",
            ),
        ),
        migrations.RunSQL(FOLLOW, "DROP FUNCTION inventory_stockitem_low();"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER inventory_stockitem_low ON inventory_stockitem;"),
    ]
