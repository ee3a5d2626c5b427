"""The destinations of refunds: each gateway that can be called once more, as what it is asked for stands in another table."""

from contexts.billing.payments.gateways import GATEWAYS
from contexts.billing.payments.gateways.manual import Manual
from contexts.billing.refunds.models import REFUNDS, Refund
from gotuto.outbound import Destination, Done, Outcome, Refused, Timeouts, Unknown


def send_back(refund: Refund, *, timeouts: Timeouts) -> Outcome:
    """Ask a gateway to send money back, by the key of the refund: a repetition is the same refund."""
    if refund.withdrawn_at is not None:
        return Refused("billing.refund_withdrawn", "It was withdrawn, and must not be made any more.")
    if refund.payment.reversed_at is not None:
        return Refused("billing.payment_reversed", "The payment did not stay: whoever paid has the money back already.")
    return _known(
        GATEWAYS[refund.by].refund(
            refund.payment.reference, refund.money, key=refund.idempotency_key, timeouts=timeouts
        )
    )


def find(refund: Refund, *, timeouts: Timeouts) -> Outcome:
    """What became of a refund of which nobody knows."""
    gateway = GATEWAYS[refund.by]
    return _known(gateway.find_refund(refund.payment.reference, key=refund.idempotency_key, timeouts=timeouts))


def _known(outcome: Outcome) -> Outcome:
    """A gateway that has taken it up and not done it yet is asked again."""
    if not isinstance(outcome, Done):
        return outcome
    if outcome.answer["told"] != "succeeded":
        return Unknown("billing.refund_pending", "The gateway has taken it up, and has not sent the money yet.")
    return Done(outcome.reference)


DESTINATIONS = {
    name: Destination(
        name=f"{name}{REFUNDS}",
        model=Refund,
        send=send_back,
        ask=find,
        timeouts=Timeouts(connect=5, read=15, whole=20),
    )
    for name in GATEWAYS
    if name != Manual.name
}
