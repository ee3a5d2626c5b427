"""By hand: staff book the money themselves, and nobody is called."""

from collections.abc import Mapping
from datetime import datetime

from contexts.billing.payments.gateways.port import Event, Start, Told
from gotuto.money import Money
from gotuto.outbound import Done, Outcome, RetryLater, Timeouts


class Manual:
    """A payment that waits for somebody to book it; what is to be given back is given back by whoever asks for it."""

    name = "manual"
    is_for_buyers = True

    def start(self, start: Start, *, timeouts: Timeouts) -> Outcome:
        return Done(start.key, {"redirect_url": start.return_url})

    def status(self, reference: str, *, currency: str, timeouts: Timeouts) -> Outcome:
        return Done(reference, {"told": Told.OPEN.value, "captured": 0})

    def capture(self, reference: str, amount: Money, *, key: str, timeouts: Timeouts) -> Outcome:
        return Done(reference)

    def void(self, reference: str, *, key: str, timeouts: Timeouts) -> Outcome:
        return Done(reference)

    def refund(self, reference: str, amount: Money, *, key: str, timeouts: Timeouts) -> Outcome:
        return Done(key, {"told": "succeeded"})

    def find_refund(self, reference: str, *, key: str, timeouts: Timeouts) -> Outcome:
        return RetryLater("billing.refund_not_made", "Nobody is called for a refund by hand.")

    def verify(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Event | None:
        return None
