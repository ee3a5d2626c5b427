"""All that a payment settles is locked before it: invoices, then fees, each in the order of their ids."""

from uuid import UUID

from django.conf import settings

from contexts.billing.payments import models, statements
from contexts.billing.payments.entries.claims import Claim
from contexts.billing.payments.entries.fees import lock_fee
from contexts.billing.payments.entries.invoices import lock_invoice
from contexts.billing.payments.entries.writing import lock_payment
from gotuto.db import VersionConflict
from gotuto.ids import PaymentId
from gotuto.money import Money


def lock_with_claims(payment_id: PaymentId) -> tuple[models.Payment, list[tuple[Claim, Money]]]:
    """The payment, and how much of what it settles, fees first, then the latest last. Raises PaymentNotFound, VersionConflict."""
    # One of before is on its invoice without an entry that says so.
    statements.lift(batch=1, only=payment_id, time_zone=settings.TIME_ZONE)
    invoices, fees = statements.claims_of(payment_id)
    claims: dict[UUID, Claim] = {invoice_id: lock_invoice(invoice_id) for invoice_id in sorted(invoices)}
    claims |= {fee_id: lock_fee(fee_id) for fee_id in sorted(fees)}
    payment = lock_payment(payment_id)
    settled = statements.settled_by(payment_id, payment.currency)
    if not claims.keys() >= {key for key, _ in settled}:
        raise VersionConflict(f"The payment {payment_id} was booked on something else just now.")
    return payment, [(claims[key], amount) for key, amount in settled]
