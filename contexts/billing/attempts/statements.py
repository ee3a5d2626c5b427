"""The SQL of webhooks: each is stored once, and deleted when nobody asks about it any more."""

from datetime import datetime, timedelta

from contexts.billing.attempts.models import GatewayEvent
from gotuto.db import execute, fetch_all
from gotuto.ids import AttemptId

# Gateways repeat an event for days, and people ask about one within weeks.
KEPT = timedelta(days=30)

_STORE = """
INSERT INTO billing_gatewayevent (id, gateway, event_id, attempt_id, body, received_at)
VALUES (%(id)s, %(gateway)s, %(event_id)s, %(attempt)s, %(body)s, %(now)s)
ON CONFLICT (gateway, event_id) DO NOTHING RETURNING id
"""

_DELETE = """
DELETE FROM billing_gatewayevent WHERE id = ANY(ARRAY(
    SELECT id FROM billing_gatewayevent WHERE received_at < %s ORDER BY received_at LIMIT %s FOR UPDATE SKIP LOCKED))
"""


def store(*, gateway: str, event_id: str, attempt: AttemptId | None, body: bytes, now: datetime) -> bool:
    """Keep an event as it came; False for one that is known."""
    row = {
        "id": GatewayEvent().id,
        "gateway": gateway,
        "event_id": event_id,
        "attempt": attempt,
        "body": body,
        "now": now,
    }
    return bool(fetch_all(_STORE, row))


def delete_old_events(now: datetime, limit: int) -> int:
    """Delete some of the events that nobody asks about any more."""
    return execute(_DELETE, [now - KEPT, limit])
