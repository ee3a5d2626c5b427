"""Statements that write mails, each in its turn."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.crypto import salted_hmac

from gotuto.db import execute

_AN_HOUR = timedelta(hours=1)

# An event that is delivered again finds its mail written.
_QUEUE = """
INSERT INTO notification_notification
    (id, event_id, kind, recipient, customer_id, order_id, invoice_id, subject, body, created_at, destination, idempotency_key,
     provider_reference, status, outcome_code, asked, attempts, fencing_token, due_at, last_error, correlation_id,
     traceparent)
VALUES (%(id)s, %(event_id)s, %(kind)s, %(recipient)s, %(customer_id)s, %(order_id)s, %(invoice_id)s, %(subject)s,
        %(body)s, %(now)s, %(destination)s, %(id)s::text, '', 'queued', '', 0, 0, 0, {due_at}, '',
        %(correlation_id)s, %(traceparent)s)
ON CONFLICT (event_id, recipient, kind) DO NOTHING
"""

# A sliding window: as many times are kept as mails may go out in an hour. The first of them is an hour old when the next
# mail may go; if it is not, the mail waits until it is.
_TURN = """
WITH turn AS (
    INSERT INTO notification_mailpace AS pace (recipient, turns)
    SELECT %(key)s, ARRAY[%(now)s::timestamptz]
    WHERE NOT EXISTS (
        SELECT FROM notification_notification
        WHERE event_id = %(event_id)s AND recipient = %(recipient)s AND kind = %(kind)s)
    ON CONFLICT (recipient) DO UPDATE SET turns = (
        pace.turns || greatest(%(now)s::timestamptz, pace.turns[cardinality(pace.turns) - %(most)s::int + 1] + %(hour)s)
    )[greatest(cardinality(pace.turns) - %(most)s::int + 2, 1):]
    RETURNING turns[cardinality(turns)] AS due_at
)
"""

_AT_ONCE = _QUEUE.format(due_at="%(now)s")
_IN_TURN = _TURN + _QUEUE.format(due_at="coalesce((SELECT due_at FROM turn), %(now)s)")

_DELETE_OLD = """
DELETE FROM notification_mailpace WHERE recipient = ANY(ARRAY(
    SELECT recipient FROM notification_mailpace WHERE turns[cardinality(turns)] < %s LIMIT %s FOR UPDATE SKIP LOCKED))
"""


def queue_mail(mail: dict[str, Any], *, most_an_hour: int | None) -> None:
    """Write a mail that goes out at once, or when it is its turn among so many to the same address in an hour."""
    if most_an_hour is None:
        execute(_AT_ONCE, mail)
    else:
        key = salted_hmac("gotuto.mail_pace", mail["recipient"], algorithm="sha256").hexdigest()[:32]
        execute(_IN_TURN, {**mail, "key": key, "most": most_an_hour, "hour": _AN_HOUR})


def delete_old_paces(now: datetime, limit: int) -> int:
    """Delete some of the turns that hold nobody back any more."""
    return execute(_DELETE_OLD, [now - _AN_HOUR, limit])
