"""Statements about invoices that do in one round trip, and without a race, what the ORM would need several for."""

from contexts.billing.invoices.statements.ending import mark_overdue, record_tombstone
from contexts.billing.invoices.statements.opening import Opening, open_invoice, owed, rewrite_invoice

__all__ = ["Opening", "mark_overdue", "open_invoice", "owed", "record_tombstone", "rewrite_invoice"]
