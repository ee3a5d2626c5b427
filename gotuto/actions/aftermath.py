"""What follows from an action in other modules is heard a moment later, by a worker; the next page waits that moment.

Else it would show an order that is paid as one that waits for its money, with the button that cancels it.
"""

from collections.abc import Collection
from contextlib import suppress
from uuid import UUID

from django.conf import settings

from gotuto import trace
from gotuto.db import fetch_all
from gotuto.long_polling import LongPoll
from gotuto.wakeups import heartbeat

# So long at most; what takes longer is seen by whoever looks again.
SECONDS = 1.0

_UNHEARD = """
SELECT DISTINCT event.correlation_id
FROM gotuto_outbox_event AS event JOIN gotuto_outbox_delivery AS delivery ON delivery.event_id = event.sequence
WHERE event.correlation_id = ANY(%s) AND delivery.state = 'pending'
"""


def let_happen() -> bool:
    """Wait until all events of this request are heard, or the time is up; False at once where nobody would hear them."""
    if heartbeat.missing():
        return False
    # A request that was named by a proxy in its own way is not waited for.
    with suppress(ValueError):
        return _poll.wait(UUID(hex=trace.correlation_id()), seconds=SECONDS)
    return False


def _heard(requests: Collection[UUID]) -> Collection[UUID]:
    unheard = {UUID(hex=request) for (request,) in fetch_all(_UNHEARD, [[request.hex for request in requests]])}
    return set(requests) - unheard


# The other threads go on answering.
_poll = LongPoll(_heard, max_waiters=max(settings.GOTUTO_WEB_THREADS // 4, 1))
