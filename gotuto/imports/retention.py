"""How long imports are kept: their rows a day, for whoever asks why, and the rest GOTUTO_KEEP_DAYS beyond their end."""

from datetime import datetime, timedelta

from django.conf import settings

from gotuto.db import execute

_DELETE_ROWS = """
DELETE FROM gotuto_imports_importrow WHERE id IN (
    SELECT its.id FROM gotuto_imports_import AS one JOIN gotuto_imports_importrow AS its ON its.of_id = one.id
    WHERE one.finished_at < %(before)s LIMIT %(limit)s)
"""
_DELETE_PROBLEMS = """
DELETE FROM gotuto_imports_importproblem WHERE id IN (
    SELECT its.id FROM gotuto_imports_import AS one JOIN gotuto_imports_importproblem AS its ON its.of_id = one.id
    WHERE one.finished_at < %(before)s LIMIT %(limit)s)
"""
_DELETE_IMPORTS = """
DELETE FROM gotuto_imports_import WHERE id IN (
    SELECT one.id FROM gotuto_imports_import AS one
    WHERE one.finished_at < %(before)s
      AND NOT EXISTS (SELECT FROM gotuto_imports_importproblem AS its WHERE its.of_id = one.id) LIMIT %(limit)s)
"""


def delete_old_imports(now: datetime, limit: int) -> int:
    """Delete some of what nobody needs any more; an import that nobody has decided about ends after so long."""
    kept = now - timedelta(days=settings.GOTUTO_KEEP_DAYS)
    old = {"before": kept, "limit": limit}
    return (
        execute(_DELETE_ROWS, {"before": now - timedelta(days=1), "limit": limit})
        or execute(_DELETE_PROBLEMS, old)
        or execute(_DELETE_IMPORTS, old)
    )
