"""Operations of migrations that build and drop an index while its table is in use.

Django's, which need `atomic = False` on the migration, but they may be repeated, and wait for as long as it takes: nobody waits for
them.
"""

from typing import Any

from django.contrib.postgres import operations

from gotuto.db.patience import LOCK_TIMEOUT

# Waiting keeps nobody from reading or writing: the lock goes together with both.
_WAIT = "SET lock_timeout = 0"
_HURRY = f"SET lock_timeout = '{LOCK_TIMEOUT}'"
_STATE = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"


class AddIndexInUse(operations.AddIndexConcurrently):
    """Build an index while others read and write its table; what an attempt that was cut off left behind goes first."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        state = _state(schema_editor, self.index.name)
        if state is True:
            return
        schema_editor.execute(_WAIT)
        if state is False:
            schema_editor.execute(f'DROP INDEX CONCURRENTLY "{self.index.name}"')
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        schema_editor.execute(_HURRY)


class RemoveIndexInUse(operations.RemoveIndexConcurrently):
    """Drop an index while others read and write its table."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute(_WAIT)
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        schema_editor.execute(_HURRY)


def _state(schema_editor: Any, index: str) -> bool | None:
    """Whether the index is whole; None when there is none, or when the SQL is only written down."""
    if schema_editor.collect_sql:
        return None
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_STATE, [f'"{index}"'])
        row = cursor.fetchone()
    return None if row is None else bool(row[0])
