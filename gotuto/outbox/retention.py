"""How long events are kept: as long as somebody has yet to hear them, and GOTUTO_KEEP_DAYS beyond."""

from datetime import datetime, timedelta

from django.conf import settings

from gotuto.db import execute

# An event with a dead delivery stays, however old: a person has yet to decide.
_DELETE = """
WITH old AS (
    SELECT event.sequence FROM gotuto_outbox_event AS event
    WHERE event.recorded_at < %(before)s
      AND NOT EXISTS (
          SELECT FROM gotuto_outbox_delivery AS delivery
          WHERE delivery.event_id = event.sequence AND delivery.state <> 'done')
    ORDER BY event.recorded_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED),
heard AS (
    DELETE FROM gotuto_outbox_delivery AS delivery USING old WHERE delivery.event_id = old.sequence)
DELETE FROM gotuto_outbox_event AS event USING old WHERE event.sequence = old.sequence
"""


def delete_old_events(now: datetime, limit: int) -> int:
    """Delete some of the events that everybody has heard long ago."""
    return execute(_DELETE, {"before": now - timedelta(days=settings.GOTUTO_KEEP_DAYS), "limit": limit})
