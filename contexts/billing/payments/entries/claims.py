"""What money settles, an invoice or a fee: each is locked, put on and taken off in the same words."""

from uuid import UUID

from contexts.billing.fees.models import Fee
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments import models
from contexts.billing.payments.domain import Balance
from contexts.billing.payments.dto import Cause
from contexts.billing.payments.entries.fees import lock_fee, put_on_fee, take_off_fee
from contexts.billing.payments.entries.invoices import lock_invoice, put_on_invoice, take_off_invoice
from contexts.billing.payments.entries.writing import Booked
from contexts.billing.payments.errors import ClaimNotNamed
from gotuto.ids import FeeId, InvoiceId
from gotuto.money import Money

Claim = Invoice | Fee


def lock_claim(invoice_id: InvoiceId | None, fee_id: FeeId | None) -> Claim:
    """The one that is named, before the payment. Raises ClaimNotNamed, InvoiceNotFound, FeeNotFound."""
    if invoice_id is not None and fee_id is None:
        return lock_invoice(invoice_id)
    if fee_id is not None and invoice_id is None:
        return lock_fee(fee_id)
    raise ClaimNotNamed


def client_of(claim: Claim) -> UUID | None:
    """Who owes it."""
    return claim.invoice.client_id if isinstance(claim, Fee) else claim.client_id


def put_on(claim: Claim, payment: models.Payment, amount: Money, booked: Booked) -> None:
    """Let a part of a locked payment settle a part of a locked claim. Raises what the claim and `allocate` raise."""
    if isinstance(claim, Fee):
        put_on_fee(claim, payment, amount, booked)
    else:
        put_on_invoice(claim, payment, amount, booked)


def take_off(
    claim: Claim, payment: models.Payment, amount: Money, *, after: Balance, cause: Cause, booked: Booked
) -> None:
    """Take a part of a locked payment off a locked claim; `after` is how the payment stands then."""
    if isinstance(claim, Fee):
        take_off_fee(claim, payment, amount, after=after, cause=cause, booked=booked)
    else:
        take_off_invoice(claim, payment, amount, after=after, cause=cause, booked=booked)
