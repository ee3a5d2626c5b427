"""Locks: billing_client, billing_invoice, billing_payment for a moment (columns without a rewrite, a new table and its keys)."""

from decimal import Decimal

import django.db.models.deletion
import django.db.models.expressions
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import contexts.billing.payments.dto
import gotuto.ids
import gotuto.money_fields

STAYS = """
CREATE FUNCTION billing_allocation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nullif(current_setting('gotuto.retention_before', true), '') IS NOT NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'An entry of the ledger of payments stays as it is: another one takes it off again.'
        USING ERRCODE = 'restrict_violation';
END $$;
"""
TRIGGER = """
CREATE TRIGGER billing_allocation_stays BEFORE UPDATE OR DELETE ON billing_allocation
FOR EACH ROW EXECUTE FUNCTION billing_allocation_stays()
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0017_issued_found_by_day")]

    operations = [
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("amount", gotuto.money_fields.AmountField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("credited", "credited"),
                            ("reversed", "reversed"),
                            ("charged_back", "charged back"),
                            ("corrected", "corrected"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("staff", "staff"), ("gateway", "gateway"), ("bank_statement", "bank statement")],
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(default="", max_length=500)),
                ("actor", models.UUIDField(null=True)),
                ("booked_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["booked_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="payment",
            name="amount_allocated",
            field=gotuto.money_fields.AmountField(db_default=Decimal("0"), default=Decimal("0")),
        ),
        migrations.AddField(
            model_name="payment",
            name="amount_refunded",
            field=gotuto.money_fields.AmountField(db_default=Decimal("0"), default=Decimal("0")),
        ),
        migrations.AddField(
            model_name="payment",
            name="amount_reversed",
            field=gotuto.money_fields.AmountField(db_default=Decimal("0"), default=Decimal("0")),
        ),
        migrations.AddField(
            model_name="payment",
            name="channel",
            field=models.CharField(
                choices=[("staff", "staff"), ("gateway", "gateway"), ("bank_statement", "bank statement")],
                db_default="staff",
                default=contexts.billing.payments.dto.Channel["STAFF"],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="client",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="billing.client",
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="currency",
            field=gotuto.money_fields.CurrencyField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="payment",
            name="reason",
            field=models.CharField(db_default="", default="", max_length=500),
        ),
        migrations.AddField(
            model_name="payment",
            name="received_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="reversal",
            field=models.CharField(
                choices=[("reversal", "reversal"), ("chargeback", "chargeback")],
                db_default="",
                default="",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="reversal_reason",
            field=models.CharField(db_default="", default="", max_length=500),
        ),
        migrations.AddField(
            model_name="payment",
            name="reversed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="updated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="version",
            field=models.IntegerField(db_default=1, default=1),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE billing_payment ALTER COLUMN invoice_id DROP NOT NULL",
                    "ALTER TABLE billing_payment ALTER COLUMN invoice_id SET NOT NULL",
                )
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="payment",
                    name="invoice",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="booked_payments",
                        to="billing.invoice",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="allocation",
            name="invoice",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="allocations",
                to="billing.invoice",
            ),
        ),
        migrations.AddField(
            model_name="allocation",
            name="payment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="allocations",
                to="billing.payment",
            ),
        ),
        migrations.AddIndex(
            model_name="allocation",
            index=models.Index(fields=["payment", "booked_at", "id"], name="billing_allocation_of_payment"),
        ),
        migrations.AddIndex(
            model_name="allocation",
            index=models.Index(fields=["invoice", "booked_at", "id"], name="billing_allocation_of_invoice"),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("cause", "")),
                    models.Q(("amount__lt", 0), models.Q(("cause", ""), _negated=True)),
                    _connector="OR",
                ),
                name="billing_allocation_signed",
            ),
        ),
        AddConstraintNotValid(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "amount__gte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("amount_allocated"), "+", models.F("amount_refunded")
                            ),
                            "+",
                            models.F("amount_reversed"),
                        ),
                    ),
                    ("amount_allocated__gte", 0),
                    ("amount_refunded__gte", 0),
                    ("amount_reversed__gte", 0),
                ),
                name="billing_payment_not_spent_twice",
            ),
        ),
        migrations.RunSQL(STAYS, "DROP FUNCTION billing_allocation_stays()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER billing_allocation_stays ON billing_allocation"),
    ]
