"""The ledger explains the counters for ever: a row that could be changed later would explain nothing."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION inventory_movement_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The stock ledger only grows: book a movement the other way instead.';
END $$;
CREATE TRIGGER inventory_movement_only_grows BEFORE UPDATE OR DELETE ON inventory_movement
    FOR EACH STATEMENT EXECUTE FUNCTION inventory_movement_only_grows();
"""
ALLOW = """
DROP TRIGGER inventory_movement_only_grows ON inventory_movement;
DROP FUNCTION inventory_movement_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
