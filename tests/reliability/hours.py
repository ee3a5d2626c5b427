"""Hours that pass for payment gateways, and the janitor who asks them, until all that was asked of them is known."""

import time
from threading import Event

from tests.reliability.shop import SufferingShop

# What the clock would do: leases end, backoff is over, and the hour of the next question comes.
_TIME_PASSES = (
    "UPDATE billing_attemptcall SET due_at = clock_timestamp() WHERE status IN ('queued', 'sending', 'unknown') "
    "AND due_at > clock_timestamp()",
    "UPDATE billing_refund SET due_at = clock_timestamp() WHERE status IN ('queued', 'sending', 'unknown') "
    "AND destination <> 'by_hand' AND due_at > clock_timestamp()",
)
_OPEN = """
SELECT (SELECT count(*) FROM billing_attemptcall WHERE status IN ('queued', 'sending', 'unknown'))
     + (SELECT count(*) FROM billing_refund WHERE status IN ('queued', 'sending', 'unknown') AND destination <> 'by_hand')
     + (SELECT count(*) FROM billing_paymentattempt WHERE status IN ('open', 'authorized'))
"""


def until_all_is_known(shop: SufferingShop, *, patience: float) -> bool:
    """Let the hours pass until every call and every attempt is decided; False when that took too long."""
    deadline, tick = time.monotonic() + patience, Event()
    while time.monotonic() < deadline:
        for statement in _TIME_PASSES:
            shop.instance.sql(statement)
        tick.wait(2)
        if shop.sql(_OPEN) == [(0,)]:
            return True
    return False
