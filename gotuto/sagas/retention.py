"""How long the rows of finished sagas are kept: GOTUTO_KEEP_DAYS."""

from datetime import datetime, timedelta

from django.conf import settings

from gotuto.db import execute

_DELETE = """
WITH old AS (
    SELECT id FROM gotuto_sagas_sagarun
    WHERE state IN ('done', 'undone') AND finished_at < %(before)s
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED),
attempts AS (
    DELETE FROM gotuto_sagas_failedattempt WHERE saga_id = ANY(ARRAY(SELECT id FROM old)))
DELETE FROM gotuto_sagas_sagarun WHERE id = ANY(ARRAY(SELECT id FROM old))
"""


def delete_old_sagas(now: datetime, limit: int) -> int:
    """Delete some of the sagas that ended long ago."""
    return execute(_DELETE, {"before": now - timedelta(days=settings.GOTUTO_KEEP_DAYS), "limit": limit})
