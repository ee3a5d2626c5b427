"""What other contexts may ask of billing, and nothing else."""

from contexts.billing import errors
from contexts.billing.invoices.use_cases import issue_invoice, open_invoice, void_invoice, void_unpaid_invoices

__all__ = ["errors", "issue_invoice", "open_invoice", "void_invoice", "void_unpaid_invoices"]
