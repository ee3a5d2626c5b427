"""What a migration does to the database, as the SQL that Django would send."""

import importlib
from collections.abc import Iterator
from contextlib import closing

from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState

from tests.promise import tables
from tests.promise.record import recorded


def since_the_release() -> Iterator[Migration]:
    """The migrations of this tree that the last release does not have."""
    released = recorded("migrations")
    for label, names in tables.migrations().items():
        for name in sorted(set(names) - set(released.get(label, []))):
            yield tables.loader().get_migration(label, name)


def state_before(migration: Migration) -> ProjectState:
    return tables.loader().project_state((migration.app_label, migration.name), at_end=False)


def statements(migration: Migration, before: ProjectState) -> list[str]:
    """The SQL of a migration, a text for each statement, without quotes and line breaks."""
    # The transaction of the test is not one of the migration.
    own = connection.copy()
    with closing(own), own.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
        migration.apply(before, editor, collect_sql=True)
    texts = (" ".join(text.replace('"', "").split()) for text in editor.collected_sql)
    return [text.rstrip(";") for text in texts if not text.startswith("--") or "CANNOT BE WRITTEN AS SQL" in text]


def docstring(migration: Migration) -> str:
    return importlib.import_module(type(migration).__module__).__doc__ or ""
