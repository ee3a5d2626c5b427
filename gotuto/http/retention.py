"""How long answers, counters and sessions are kept.

A client that repeats a request does so within days, a rate holds within minutes, and a session that has ended opens nothing.
"""

from datetime import datetime, timedelta

from gotuto.db import execute

KEYS = timedelta(days=7)
RATES = timedelta(hours=1)

_DELETE_KEYS = """
DELETE FROM gotuto_http_idempotencykey WHERE id = ANY(ARRAY(
    SELECT id FROM gotuto_http_idempotencykey WHERE created_at < %s ORDER BY created_at LIMIT %s FOR UPDATE SKIP LOCKED))
"""

_DELETE_RATES = """
DELETE FROM gotuto_http_ratewindow WHERE id = ANY(ARRAY(
    SELECT id FROM gotuto_http_ratewindow WHERE minute < %s ORDER BY minute LIMIT %s FOR UPDATE SKIP LOCKED))
"""


_DELETE_SESSIONS = """
DELETE FROM django_session WHERE session_key = ANY(ARRAY(
    SELECT session_key FROM django_session WHERE expire_date < %s ORDER BY expire_date LIMIT %s FOR UPDATE SKIP LOCKED))
"""


def delete_old_keys(now: datetime, limit: int) -> int:
    """Delete some of the idempotency keys that nobody will repeat."""
    return execute(_DELETE_KEYS, [now - KEYS, limit])


def delete_old_rates(now: datetime, limit: int) -> int:
    """Delete some of the counters of past minutes."""
    return execute(_DELETE_RATES, [now - RATES, limit])


def delete_old_sessions(now: datetime, limit: int) -> int:
    """Delete some of the sessions that have ended."""
    return execute(_DELETE_SESSIONS, [now, limit])
