"""Locks: billing_legalentity, billing_payment for a moment (a foreign key and a trigger)."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import gotuto.ids

STAYS = """
CREATE FUNCTION billing_closedperiod_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A closed period stays closed.' USING ERRCODE = 'restrict_violation';
END $$
"""
STAYING = """
CREATE TRIGGER billing_closedperiod_stays BEFORE UPDATE OR DELETE ON billing_closedperiod
FOR EACH ROW EXECUTE FUNCTION billing_closedperiod_stays()
"""
# Whoever closes takes the same lock for itself, so that no money comes between what is read and what is closed.
OPEN = """
CREATE FUNCTION billing_payment_in_open_period() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entity text := coalesce((SELECT legal_entity FROM billing_invoice WHERE id = NEW.invoice_id), 'main');
    until date;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('billing.periods'), hashtext(entity));
    SELECT max(last) INTO until FROM billing_closedperiod WHERE legal_entity = entity;
    IF NEW.received_on <= until THEN
        RAISE EXCEPTION 'The books of % are closed up to %: nothing is booked on %.', entity, until, NEW.received_on
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""
BOOKED = """
CREATE TRIGGER billing_payment_booked_in_open_period BEFORE INSERT ON billing_payment
FOR EACH ROW EXECUTE FUNCTION billing_payment_in_open_period()
"""
# A payment of a release without days gets its day later; it stood in the books before.
MOVED = """
CREATE TRIGGER billing_payment_moved_in_open_period BEFORE UPDATE OF received_on ON billing_payment
FOR EACH ROW WHEN (OLD.received_on IS NOT NULL AND OLD.received_on IS DISTINCT FROM NEW.received_on)
EXECUTE FUNCTION billing_payment_in_open_period()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0030_refunds"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountMap",
            fields=[
                (
                    "entity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="billing.legalentity",
                    ),
                ),
                ("chart", models.CharField(choices=[("03", "SKR03"), ("04", "SKR04")], max_length=2)),
                ("consultant_number", models.IntegerField()),
                ("client_number", models.IntegerField()),
                ("account_length", models.SmallIntegerField()),
                ("fiscal_month", models.SmallIntegerField()),
                ("version", models.IntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "account map",
            },
        ),
        migrations.CreateModel(
            name="ClosedPeriod",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("legal_entity", models.CharField(max_length=16)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("accounts", models.JSONField()),
                ("bookings", models.IntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("actor", models.UUIDField(null=True)),
                ("closed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LedgerAccount",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=48)),
                ("account", models.CharField(max_length=20)),
            ],
            options={
                "ordering": ["key"],
            },
        ),
        migrations.AddIndex(
            model_name="closedperiod",
            index=models.Index(fields=["closed_at", "id"], name="billing_closedperiod_by_time"),
        ),
        migrations.AddConstraint(
            model_name="closedperiod",
            constraint=models.UniqueConstraint(fields=("legal_entity", "last"), name="billing_closedperiod_once"),
        ),
        migrations.AddConstraint(
            model_name="closedperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lte", models.F("last"))), name="billing_closedperiod_forward"
            ),
        ),
        migrations.AddField(
            model_name="ledgeraccount",
            name="map",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="accounts",
                to="billing.accountmap",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgeraccount",
            constraint=models.UniqueConstraint(fields=("map", "key"), name="billing_ledgeraccount_once"),
        ),
        migrations.RunSQL(STAYS, "DROP FUNCTION billing_closedperiod_stays()"),
        migrations.RunSQL(STAYING, "DROP TRIGGER billing_closedperiod_stays ON billing_closedperiod"),
        migrations.RunSQL(OPEN, "DROP FUNCTION billing_payment_in_open_period()"),
        migrations.RunSQL(BOOKED, "DROP TRIGGER billing_payment_booked_in_open_period ON billing_payment"),
        migrations.RunSQL(MOVED, "DROP TRIGGER billing_payment_moved_in_open_period ON billing_payment"),
    ]
