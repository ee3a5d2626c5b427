"""Locks: billing_client, billing_invoice, billing_invoiceline, billing_taxline for a moment (columns, constraints)."""

from decimal import Decimal

import django.db.models.deletion
import django.db.models.expressions
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import contexts.billing.taxes.dto
import gotuto.money_fields


class Migration(migrations.Migration):
    dependencies = [("billing", "0010_vat_ids")]

    operations = [
        migrations.AlterModelOptions(
            name="taxline",
            options={"ordering": ["rate", "category", "exemption"]},
        ),
        migrations.RemoveConstraint(
            model_name="invoice",
            name="billing_invoice_not_overpaid",
        ),
        migrations.RemoveConstraint(
            model_name="invoice",
            name="billing_invoice_paid_in_full",
        ),
        migrations.RemoveConstraint(
            model_name="invoiceline",
            name="billing_line_adds_up",
        ),
        migrations.AddField(
            model_name="client",
            name="credit_limit",
            field=gotuto.money_fields.AmountField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="client",
            name="currency",
            field=gotuto.money_fields.CurrencyField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="client",
            name="hold_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="client",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[("en", "en"), ("de", "de"), ("fr", "fr"), ("es", "es")],
                db_default="",
                default="",
                max_length=2,
            ),
        ),
        migrations.AddField(
            model_name="client",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="billing.client",
            ),
        ),
        migrations.AddField(
            model_name="client",
            name="on_hold",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="client",
            name="terms_days",
            field=models.SmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="invoice",
            name="amount_credited",
            field=gotuto.money_fields.AmountField(db_default=Decimal("0"), default=Decimal("0")),
        ),
        migrations.AddField(
            model_name="invoice",
            name="buyer_reference",
            field=models.CharField(db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="invoice",
            name="credit_reason",
            field=models.CharField(db_default="", default="", max_length=500),
        ),
        migrations.AddField(
            model_name="invoice",
            name="credits_invoice",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credit_notes",
                to="billing.invoice",
            ),
        ),
        migrations.AddField(
            model_name="invoice",
            name="deliver_to",
            field=models.CharField(db_default="", default="", max_length=2),
        ),
        migrations.AddField(
            model_name="invoice",
            name="delivered_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="invoice",
            name="discount",
            field=gotuto.money_fields.AmountField(db_default=Decimal("0"), default=Decimal("0")),
        ),
        migrations.AddField(
            model_name="invoice",
            name="discount_reason",
            field=models.CharField(db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="invoice",
            name="notes",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="invoice",
            name="prices_include_tax",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="credits_line",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="billing.invoiceline",
            ),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="discount",
            field=gotuto.money_fields.AmountField(db_default=Decimal("0"), default=Decimal("0")),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="discount_reason",
            field=models.CharField(db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="exemption",
            field=models.CharField(db_default="", default="", max_length=30),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="included_rate",
            field=models.DecimalField(decimal_places=4, max_digits=6, null=True),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="is_service",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="tax_category",
            field=models.CharField(
                choices=[("S", "S"), ("Z", "Z"), ("E", "E"), ("AE", "AE"), ("K", "K"), ("G", "G"), ("O", "O")],
                db_default="S",
                default=contexts.billing.taxes.dto.TaxCategory["STANDARD"],
                max_length=2,
            ),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="tax_class",
            field=models.CharField(
                choices=[
                    ("standard", "standard"),
                    ("reduced", "reduced"),
                    ("super_reduced", "super_reduced"),
                    ("zero", "zero"),
                    ("exempt", "exempt"),
                ],
                max_length=13,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="unit",
            field=models.CharField(db_default="C62", default="C62", max_length=3),
        ),
        migrations.AddField(
            model_name="taxline",
            name="category",
            field=models.CharField(
                choices=[("S", "S"), ("Z", "Z"), ("E", "E"), ("AE", "AE"), ("K", "K"), ("G", "G"), ("O", "O")],
                db_default="S",
                default=contexts.billing.taxes.dto.TaxCategory["STANDARD"],
                max_length=2,
            ),
        ),
        migrations.AddField(
            model_name="taxline",
            name="exemption",
            field=models.CharField(db_default="", default="", max_length=30),
        ),
        AddConstraintNotValid(
            model_name="client",
            constraint=models.CheckConstraint(
                condition=models.Q(("terms_days", None), ("terms_days__gte", 0), _connector="OR"),
                name="billing_client_terms",
            ),
        ),
        AddConstraintNotValid(
            model_name="client",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("credit_limit", None),
                    models.Q(("credit_limit__gte", 0), models.Q(("currency", ""), _negated=True)),
                    _connector="OR",
                ),
                name="billing_client_limit_in_a_currency",
            ),
        ),
        AddConstraintNotValid(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_credited__gte", 0),
                    ("amount_paid__gte", 0),
                    (
                        "total__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("amount_paid"), "+", models.F("amount_credited")
                        ),
                    ),
                ),
                name="billing_invoice_not_settled_twice",
            ),
        ),
        AddConstraintNotValid(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "paid"), _negated=True),
                    ("kind", "credit_note"),
                    (
                        "total",
                        django.db.models.expressions.CombinedExpression(
                            models.F("amount_paid"), "+", models.F("amount_credited")
                        ),
                    ),
                    _connector="OR",
                ),
                name="billing_invoice_settled_in_full",
            ),
        ),
        AddConstraintNotValid(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("credits_invoice", None), ("kind", "invoice")),
                    models.Q(
                        ("amount_credited", 0),
                        ("amount_paid", 0),
                        ("credits_invoice__isnull", False),
                        ("kind", "credit_note"),
                        ("order_id", None),
                    ),
                    _connector="OR",
                ),
                name="billing_invoice_credit_note_credits",
            ),
        ),
        AddConstraintNotValid(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("discount__gte", 0)), name="billing_invoice_discount_lowers"
            ),
        ),
        AddConstraintNotValid(
            model_name="invoiceline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("discount__gte", 0),
                    (
                        "total",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("unit_price"), "*", models.F("quantity")
                            ),
                            "-",
                            models.F("discount"),
                        ),
                    ),
                    ("total__gte", 0),
                ),
                name="billing_line_adds_up_less_discount",
            ),
        ),
        AddConstraintNotValid(
            model_name="invoiceline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("exemption__in", [""]), ("tax_category", "S")),
                    models.Q(("exemption__in", [""]), ("tax_category", "Z")),
                    models.Q(
                        (
                            "exemption__in",
                            [
                                "",
                                "VATEX-EU-132",
                                "VATEX-EU-132-1A",
                                "VATEX-EU-132-1B",
                                "VATEX-EU-132-1C",
                                "VATEX-EU-132-1D",
                                "VATEX-EU-132-1E",
                                "VATEX-EU-132-1F",
                                "VATEX-EU-132-1G",
                                "VATEX-EU-132-1H",
                                "VATEX-EU-132-1I",
                                "VATEX-EU-132-1J",
                                "VATEX-EU-132-1K",
                                "VATEX-EU-132-1L",
                                "VATEX-EU-132-1M",
                                "VATEX-EU-132-1N",
                                "VATEX-EU-132-1O",
                                "VATEX-EU-132-1P",
                                "VATEX-EU-132-1Q",
                                "VATEX-EU-135-1",
                                "VATEX-EU-143",
                                "VATEX-EU-143-1A",
                                "VATEX-EU-143-1B",
                                "VATEX-EU-143-1C",
                                "VATEX-EU-143-1D",
                                "VATEX-EU-143-1E",
                                "VATEX-EU-143-1F",
                                "VATEX-EU-143-1FA",
                                "VATEX-EU-143-1G",
                                "VATEX-EU-143-1H",
                                "VATEX-EU-143-1I",
                                "VATEX-EU-143-1J",
                                "VATEX-EU-143-1K",
                                "VATEX-EU-143-1L",
                                "VATEX-EU-144",
                                "VATEX-EU-146-1E",
                                "VATEX-EU-148",
                                "VATEX-EU-148-A",
                                "VATEX-EU-148-B",
                                "VATEX-EU-148-C",
                                "VATEX-EU-148-D",
                                "VATEX-EU-148-E",
                                "VATEX-EU-148-F",
                                "VATEX-EU-148-G",
                                "VATEX-EU-151",
                                "VATEX-EU-151-1A",
                                "VATEX-EU-151-1AA",
                                "VATEX-EU-151-1B",
                                "VATEX-EU-151-1C",
                                "VATEX-EU-151-1D",
                                "VATEX-EU-151-1E",
                                "VATEX-EU-153",
                                "VATEX-EU-159",
                                "VATEX-EU-309",
                                "VATEX-EU-79-C",
                                "VATEX-EU-D",
                                "VATEX-EU-F",
                                "VATEX-EU-I",
                                "VATEX-EU-J",
                                "VATEX-FR-FRANCHISE",
                            ],
                        ),
                        ("tax_category", "E"),
                    ),
                    models.Q(("exemption__in", ["VATEX-EU-AE"]), ("tax_category", "AE")),
                    models.Q(("exemption__in", ["VATEX-EU-IC"]), ("tax_category", "K")),
                    models.Q(("exemption__in", ["VATEX-EU-G"]), ("tax_category", "G")),
                    models.Q(("exemption__in", ["", "VATEX-EU-O"]), ("tax_category", "O")),
                    _connector="OR",
                ),
                name="billing_line_category_has_reason",
            ),
        ),
        AddConstraintNotValid(
            model_name="taxline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category", "S"), ("exemption__in", [""])),
                    models.Q(("category", "Z"), ("exemption__in", [""])),
                    models.Q(
                        ("category", "E"),
                        (
                            "exemption__in",
                            [
                                "",
                                "VATEX-EU-132",
                                "VATEX-EU-132-1A",
                                "VATEX-EU-132-1B",
                                "VATEX-EU-132-1C",
                                "VATEX-EU-132-1D",
                                "VATEX-EU-132-1E",
                                "VATEX-EU-132-1F",
                                "VATEX-EU-132-1G",
                                "VATEX-EU-132-1H",
                                "VATEX-EU-132-1I",
                                "VATEX-EU-132-1J",
                                "VATEX-EU-132-1K",
                                "VATEX-EU-132-1L",
                                "VATEX-EU-132-1M",
                                "VATEX-EU-132-1N",
                                "VATEX-EU-132-1O",
                                "VATEX-EU-132-1P",
                                "VATEX-EU-132-1Q",
                                "VATEX-EU-135-1",
                                "VATEX-EU-143",
                                "VATEX-EU-143-1A",
                                "VATEX-EU-143-1B",
                                "VATEX-EU-143-1C",
                                "VATEX-EU-143-1D",
                                "VATEX-EU-143-1E",
                                "VATEX-EU-143-1F",
                                "VATEX-EU-143-1FA",
                                "VATEX-EU-143-1G",
                                "VATEX-EU-143-1H",
                                "VATEX-EU-143-1I",
                                "VATEX-EU-143-1J",
                                "VATEX-EU-143-1K",
                                "VATEX-EU-143-1L",
                                "VATEX-EU-144",
                                "VATEX-EU-146-1E",
                                "VATEX-EU-148",
                                "VATEX-EU-148-A",
                                "VATEX-EU-148-B",
                                "VATEX-EU-148-C",
                                "VATEX-EU-148-D",
                                "VATEX-EU-148-E",
                                "VATEX-EU-148-F",
                                "VATEX-EU-148-G",
                                "VATEX-EU-151",
                                "VATEX-EU-151-1A",
                                "VATEX-EU-151-1AA",
                                "VATEX-EU-151-1B",
                                "VATEX-EU-151-1C",
                                "VATEX-EU-151-1D",
                                "VATEX-EU-151-1E",
                                "VATEX-EU-153",
                                "VATEX-EU-159",
                                "VATEX-EU-309",
                                "VATEX-EU-79-C",
                                "VATEX-EU-D",
                                "VATEX-EU-F",
                                "VATEX-EU-I",
                                "VATEX-EU-J",
                                "VATEX-FR-FRANCHISE",
                            ],
                        ),
                    ),
                    models.Q(("category", "AE"), ("exemption__in", ["VATEX-EU-AE"])),
                    models.Q(("category", "K"), ("exemption__in", ["VATEX-EU-IC"])),
                    models.Q(("category", "G"), ("exemption__in", ["VATEX-EU-G"])),
                    models.Q(("category", "O"), ("exemption__in", ["", "VATEX-EU-O"])),
                    _connector="OR",
                ),
                name="billing_tax_category_has_reason",
            ),
        ),
    ]
