"""What a line becomes: a payment, or one is taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from contexts.billing.bankstatements.dto import Proposal
from contexts.billing.bankstatements.models import StatementLine
from contexts.billing.payments.dto import Channel
from contexts.billing.payments.use_cases import allocate_payment, collect_payment, receive_payment, reverse_payment
from gotuto.ids import ActorId, PaymentId
from gotuto.money import Money

_METHOD = "bank_transfer"
_LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class Line:
    """What of a line is booked."""

    key: str
    amount: Money
    booked_on: date

    @classmethod
    def of(cls, row: StatementLine) -> "Line":
        return cls(key=row.key, amount=row.money, booked_on=row.booked_on)


def book(line: Line, proposal: Proposal, *, actor: ActorId | None, reason: str, now: datetime) -> PaymentId:
    """Do what a proposal says; the line's key is the payment's reference, so that it is booked once.

    Raises what `collect_payment`, `receive_payment`, `allocate_payment` and `reverse_payment` raise.
    """
    why: dict[str, Any] = {
        "channel": Channel.BANK_STATEMENT,
        "reason": reason[:_LONGEST_REASON],
        "actor": actor,
        "now": now,
    }
    if proposal.payment_id is not None:
        return reverse_payment(payment_id=proposal.payment_id, **why).id
    told: dict[str, Any] = {
        "amount": line.amount, "method": _METHOD, "reference": line.key, "received_on": line.booked_on, **why,
    }  # fmt: skip
    if [(part.amount, part.fee_id) for part in proposal.parts] == [(line.amount, None)]:
        return collect_payment(invoice_id=proposal.parts[0].invoice_id, **told).id
    assert proposal.client_id is not None, "Only a reversal is of no client."
    payment = receive_payment(client_id=proposal.client_id, **told)
    # Invoices before fees, each in the order of their ids: as everybody locks them.
    for part in sorted(proposal.parts, key=lambda one: (bool(one.fee_id), one.fee_id or one.invoice_id)):
        named: dict[str, Any] = {"fee_id": part.fee_id} if part.fee_id else {"invoice_id": part.invoice_id}
        allocate_payment(payment_id=payment.id, amount=part.amount, **named, **why)
    return payment.id
