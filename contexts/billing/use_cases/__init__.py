"""Billing's verbs."""

from contexts.billing.use_cases.clients import create_client, delete_client, follow_customer, update_client
from contexts.billing.use_cases.invoices import delete_invoice, issue_invoice, open_invoice, void_invoice
from contexts.billing.use_cases.payments import mark_overdue_invoices, record_payment

__all__ = [
    "create_client",
    "delete_client",
    "delete_invoice",
    "follow_customer",
    "issue_invoice",
    "mark_overdue_invoices",
    "open_invoice",
    "record_payment",
    "update_client",
    "void_invoice",
]
