"""Locks: inventory_location, inventory_reservation, inventory_stockitem for a moment (a column, and keys of a new table)."""

import django.db.models.deletion
from django.db import migrations, models

import gotuto.ids

REFUSE = """
CREATE FUNCTION inventory_correction_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Corrections of the stock only grow: they tell what was set right.';
END $$
"""
GUARD = """
CREATE TRIGGER inventory_correction_only_grows BEFORE UPDATE OR DELETE ON inventory_correction
    FOR EACH STATEMENT EXECUTE FUNCTION inventory_correction_only_grows()
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0007_transfers")]

    operations = [
        migrations.AddField(model_name="reservation", name="held_until", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "item",
                    models.ForeignKey(
                        db_column="sku",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.stockitem",
                        to_field="sku",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.location",
                    ),
                ),
                ("counter", models.CharField(max_length=16)),
                ("before", models.BigIntegerField()),
                ("after", models.BigIntegerField()),
                ("reason", models.CharField(max_length=200)),
                ("who", models.CharField(max_length=100)),
                ("corrected_at", models.DateTimeField()),
            ],
            options={"ordering": ("-id",)},
        ),
        migrations.RunSQL(REFUSE, "DROP FUNCTION inventory_correction_only_grows()"),
        migrations.RunSQL(GUARD, "DROP TRIGGER inventory_correction_only_grows ON inventory_correction"),
    ]
