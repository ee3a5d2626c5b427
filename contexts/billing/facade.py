"""What other contexts may ask of billing, and nothing else."""

from contexts.billing import errors
from contexts.billing.attempts.queries import attempt
from contexts.billing.attempts.use_cases import begin_at_gateway, start_attempt
from contexts.billing.credits.use_cases import take_back_claim, withdraw_claim, withdraw_claims
from contexts.billing.documents.queries import get_addressee, get_payment_request, get_pdf
from contexts.billing.invoices.use_cases import issue_invoice, open_invoice, void_invoice
from contexts.billing.quotes.queries import quote
from contexts.billing.refunds.queries import get_refund_notice, money_back, open_refunds
from contexts.billing.refunds.use_cases import refund_order
from contexts.billing.taxes.use_cases import note_vat_id

__all__ = [
    "attempt",
    "begin_at_gateway",
    "errors",
    "get_addressee",
    "get_payment_request",
    "get_pdf",
    "get_refund_notice",
    "issue_invoice",
    "money_back",
    "note_vat_id",
    "open_invoice",
    "open_refunds",
    "quote",
    "refund_order",
    "start_attempt",
    "take_back_claim",
    "void_invoice",
    "withdraw_claim",
    "withdraw_claims",
]
