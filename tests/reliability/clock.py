"""What the clock would do while nobody waits for it: leases end, backoff is over, the hour of the next question comes."""

import time
from collections.abc import Iterator
from threading import Event

PATIENCE = 20.0


def hour_comes(table: str, unfinished: str) -> str:
    """The statement that makes what is unfinished due; whoever is paused in a transaction keeps their rows."""
    return (
        f"UPDATE {table} SET due_at = clock_timestamp() WHERE id IN"
        f" (SELECT id FROM {table} WHERE due_at > clock_timestamp() AND {unfinished} FOR UPDATE SKIP LOCKED)"
    )


SAGAS_COME = hour_comes("gotuto_sagas_sagarun", "state IN ('running', 'compensating')")
DELIVERIES_COME = hour_comes("gotuto_outbox_delivery", "state = 'pending'")
MAILS_COME = hour_comes("notification_notification", "status IN ('queued', 'sending')")


def until(deadline: float) -> Iterator[None]:
    """A few looks each hundredth of a second, as long as there is time."""
    tick = Event()
    while time.monotonic() < deadline:
        yield
        tick.wait(0.005)
