"""Tables that are queues of work are vacuumed by how much was done since, and not by how large they have grown.

Each row that is done leaves dead entries at the front of the index that the next claim goes through. By PostgreSQL's defaults they
stay until a fifth of the table is dead, and a claim costs hundreds of times as much by then; docs/adr/0028-growth.md has figures.
"""

from typing import Any

from django.apps import apps
from django.db import connection

from gotuto.claimable import Claimable
from gotuto.db import execute, fetch_one

# Dead rows: a delivery leaves two.
_MANY = 20_000
OPTIONS = {
    "autovacuum_vacuum_scale_factor": "0",
    "autovacuum_vacuum_threshold": str(_MANY),
    # Of a large table PostgreSQL would take so few for too little to look at the indexes.
    "vacuum_index_cleanup": "on",
}
_SET = """
SELECT coalesce(array_agg(split_part(option, '=', 1)), '{}') FROM pg_class, unnest(reloptions) AS option
WHERE oid = to_regclass(%s)
"""


def queues() -> list[str]:
    """The tables of all work that is claimed."""
    return [model._meta.db_table for model in apps.get_models() if issubclass(model, Claimable)]


def after_migrate(**_: Any) -> None:
    """Receiver of post_migrate: give each queue the options that it does not have; what an operator has set stays."""
    there = set(connection.introspection.table_names())
    for table in queues():
        if table in there:
            _give(table)


def _give(table: str) -> None:
    row = fetch_one(_SET, [table])
    missing = {name: value for name, value in OPTIONS.items() if row is None or name not in row[0]}
    if missing:
        # Nobody waits for it: readers and writers go on.
        execute(f"ALTER TABLE {table} SET ({', '.join(f'{name} = {value}' for name, value in missing.items())})")
