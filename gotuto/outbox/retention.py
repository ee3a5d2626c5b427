"""How long events are kept: as long as somebody has yet to hear them, and GOTUTO_KEEP_DAYS beyond."""

from datetime import datetime, timedelta

from django.conf import settings

from gotuto.db import execute

# An event with a dead delivery stays, however old: a person has yet to decide. Deliveries are looked up for each event: joined,
# all of them would be read for each batch.
_DELETE = """
WITH old AS (
    SELECT event.sequence FROM gotuto_outbox_event AS event
    WHERE event.recorded_at < %(before)s
      AND (
          SELECT coalesce(bool_and(delivery.state = 'done'), true) FROM gotuto_outbox_delivery AS delivery
          WHERE delivery.event_id = event.sequence)
    ORDER BY event.recorded_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED),
heard AS (
    DELETE FROM gotuto_outbox_delivery WHERE event_id = ANY(ARRAY(SELECT sequence FROM old)))
DELETE FROM gotuto_outbox_event WHERE sequence = ANY(ARRAY(SELECT sequence FROM old))
"""


def delete_old_events(now: datetime, limit: int) -> int:
    """Delete some of the events that everybody has heard long ago."""
    return execute(_DELETE, {"before": now - timedelta(days=settings.GOTUTO_KEEP_DAYS), "limit": limit})
