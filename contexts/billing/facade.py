"""What other contexts may ask of billing, and nothing else."""

from contexts.billing import errors
from contexts.billing.credits.use_cases import withdraw_claim, withdraw_claims
from contexts.billing.documents.queries import get_addressee, get_payment_request, get_pdf
from contexts.billing.invoices.use_cases import issue_invoice, open_invoice, void_invoice

__all__ = [
    "errors",
    "get_addressee",
    "get_payment_request",
    "get_pdf",
    "issue_invoice",
    "open_invoice",
    "void_invoice",
    "withdraw_claim",
    "withdraw_claims",
]
