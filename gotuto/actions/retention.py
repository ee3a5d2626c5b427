"""How long actions over many rows are kept: GOTUTO_KEEP_DAYS beyond their end, their rows with them."""

from datetime import datetime, timedelta

from django.conf import settings

from gotuto.db import execute

# Rows first, so many at a time; a run goes once it has none left.
_DELETE_ROWS = """
DELETE FROM gotuto_actions_runrow WHERE id IN (
    SELECT row.id FROM gotuto_actions_run AS run JOIN gotuto_actions_runrow AS row ON row.run_id = run.id
    WHERE run.finished_at < %(before)s LIMIT %(limit)s)
"""
_DELETE_RUNS = """
DELETE FROM gotuto_actions_run WHERE id IN (
    SELECT run.id FROM gotuto_actions_run AS run
    WHERE run.finished_at < %(before)s
      AND NOT EXISTS (SELECT FROM gotuto_actions_runrow AS row WHERE row.run_id = run.id) LIMIT %(limit)s)
"""


def delete_old_runs(now: datetime, limit: int) -> int:
    """Delete some of what ended long ago."""
    old = {"before": now - timedelta(days=settings.GOTUTO_KEEP_DAYS), "limit": limit}
    return execute(_DELETE_ROWS, old) or execute(_DELETE_RUNS, old)
