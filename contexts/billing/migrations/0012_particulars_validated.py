"""Locks: nothing (rows are read while they are written)."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("billing", "0011_particulars")]

    operations = [
        ValidateConstraint(model_name="client", name="billing_client_terms"),
        ValidateConstraint(model_name="client", name="billing_client_limit_in_a_currency"),
        ValidateConstraint(model_name="invoice", name="billing_invoice_not_settled_twice"),
        ValidateConstraint(model_name="invoice", name="billing_invoice_settled_in_full"),
        ValidateConstraint(model_name="invoice", name="billing_invoice_credit_note_credits"),
        ValidateConstraint(model_name="invoice", name="billing_invoice_discount_lowers"),
        ValidateConstraint(model_name="invoiceline", name="billing_line_adds_up_less_discount"),
        ValidateConstraint(model_name="invoiceline", name="billing_line_category_has_reason"),
        ValidateConstraint(model_name="taxline", name="billing_tax_category_has_reason"),
    ]
