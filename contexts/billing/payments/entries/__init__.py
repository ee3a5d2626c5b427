"""The entries of the ledger: each changes the payment and what it settles by the same amount, and tells of it."""

from contexts.billing.payments.entries.claims import Claim, client_of, lock_claim, put_on, take_off
from contexts.billing.payments.entries.invoices import free_for_credit, lock_invoice
from contexts.billing.payments.entries.locking import lock_with_claims
from contexts.billing.payments.entries.writing import Booked, lock_payment

__all__ = [
    "Booked",
    "Claim",
    "client_of",
    "free_for_credit",
    "lock_claim",
    "lock_invoice",
    "lock_payment",
    "lock_with_claims",
    "put_on",
    "take_off",
]
