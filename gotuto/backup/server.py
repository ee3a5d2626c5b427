"""The database of the connection in use: its server, what lies in it, and how other programs reach it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from psycopg.pq import Conninfo

from gotuto.db import execute, fetch_all, fetch_one

# What lies in the schemas of PostgreSQL itself, in those of extensions, and in the one for restored shops, does not count.
_HELD = """
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', %s)
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.relkind <> 'r', 1
"""
_READ_ONLY = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# Beside the work of the shop, and for as long as it takes.
_PATIENT = """
SELECT set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true),
       set_config('max_parallel_workers_per_gather', '0', true)
"""
_INHERITED = ("PATH", "HOME", "USER", "LANG")


@dataclass(frozen=True)
class Snapshot:
    """One moment of the database, which other sessions can look at as well."""

    id: str


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Look at one moment until the end; nobody waits for this, but a migration."""
    with transaction.atomic():
        execute(_READ_ONLY)
        execute(_PATIENT)
        yield Snapshot(fetch_one("SELECT pg_export_snapshot()")[0])


def server_version() -> str:
    """Such as 18.4."""
    number = int(fetch_one("SELECT current_setting('server_version_num')::int")[0])
    return f"{number // 10_000}.{number % 10_000}"


def held(*, beside: str) -> list[str]:
    """Tables, views and sequences of the database, tables first, but for those of one schema."""
    return [name for (name,) in fetch_all(_HELD, [beside])]


def client_environment() -> dict[str, str]:
    """What PostgreSQL's programs need to reach this database; a password never stands on a command line."""
    variables = {option.keyword.decode(): option.envvar.decode() for option in Conninfo.get_defaults() if option.envvar}
    # Time-outs of the shop are not for dumps.
    given = {**connection.get_connection_params(), "options": "", "application_name": "gotuto-backup"}
    inherited = {name: value for name, value in os.environ.items() if name in _INHERITED or name in variables.values()}
    reached = {variables[name]: str(value) for name, value in given.items() if name in variables and value is not None}
    return {**inherited, **reached, "LC_ALL": "C"}
