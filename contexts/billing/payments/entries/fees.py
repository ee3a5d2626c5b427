"""Entries on fees: they move no order, and the invoice beside which a fee is claimed stands as it did."""

from contexts.billing.fees import domain as fees
from contexts.billing.fees.dto import FeeState
from contexts.billing.fees.errors import FeeNotFound
from contexts.billing.fees.models import Fee
from contexts.billing.fees.signals import FeeReopened, FeeSettled, fee_reopened, fee_settled
from contexts.billing.payments import domain, models
from contexts.billing.payments.domain import Balance
from contexts.billing.payments.dto import Cause
from contexts.billing.payments.entries.writing import Booked, save_payment, write
from gotuto.db import lock
from gotuto.ids import AllocationId, FeeId, InvoiceId, new_id
from gotuto.money import Money


def lock_fee(fee_id: FeeId) -> Fee:
    """The fee, after invoices and before the payment that is booked on it. Raises FeeNotFound."""
    return lock(Fee, fee_id, missing=lambda: FeeNotFound(fee_id=fee_id))


def put_on_fee(fee: Fee, payment: models.Payment, amount: Money, booked: Booked) -> None:
    """Let a part of a locked payment settle a locked fee. Raises FeeSettled, FeeOverpaid, and what `allocate` raises."""
    after = fees.pay(fee.claim(), amount)
    save_payment(payment, domain.allocate(payment.balance(), amount), booked.now)
    write(AllocationId(new_id()), payment, amount, None, booked, fee_id=fee.id, fee=fee.id)
    fee.keep(after, now=booked.now)
    if after.state is FeeState.PAID:
        fee_settled.publish(
            FeeSettled(
                fee_id=FeeId(fee.id),
                invoice_id=InvoiceId(fee.invoice_id),
                amount=fee.money,
                is_paid=True,
                occurred_at=booked.now,
            )
        )


def take_off_fee(
    fee: Fee, payment: models.Payment, amount: Money, *, after: Balance, cause: Cause, booked: Booked
) -> None:
    """Take a part of a locked payment off a locked fee; `after` is how the payment stands then."""
    before, claimed = fee.claim(), fees.reopen(fee.claim(), amount)
    save_payment(payment, after, booked.now)
    write(AllocationId(new_id()), payment, -amount, cause, booked, fee_id=fee.id, fee=fee.id)
    fee.keep(claimed, now=booked.now)
    if before.state is FeeState.PAID:
        fee_reopened.publish(
            FeeReopened(
                fee_id=FeeId(fee.id),
                invoice_id=InvoiceId(fee.invoice_id),
                amount_open=claimed.open,
                occurred_at=booked.now,
            )
        )
