"""Databases that have every migration: one is migrated for a whole test run, and copied by whoever needs one.

One is kept for each set of migrations. Where there are others than in any that is kept (a page of docs/howto.md brings
some), the one that has the most of them and nothing else is copied, and gets the rest. All go with the servers of the run.
"""

import hashlib
import os
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
_LOCK = 20_260_302
_DRAFT = "being_migrated"


def migrations() -> frozenset[str]:
    """Each migration of this tree, and what it says."""
    files = (file for package in ("contexts", "gotuto") for file in (ROOT / package).glob("*/migrations/*.py"))
    return frozenset(f"{file.relative_to(ROOT)} {_digest(file.read_bytes())}" for file in files)


def template() -> str:
    """The database to copy, on the server of this test run; made unless there is one."""
    wanted = migrations()
    name = f"migrated_{fingerprint(wanted)}"
    with psycopg.connect(_address("postgres"), autocommit=True) as session:
        # Two processes come at once; the second finds what the first has made.
        session.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        kept = _kept(session)
        if name not in kept:
            usable = {like: has for like, has in kept.items() if has <= wanted}
            like = max(usable, key=lambda each: len(usable[each]), default="template1")
            session.execute(f"DROP DATABASE IF EXISTS {_DRAFT}")
            session.execute(f"CREATE DATABASE {_DRAFT} TEMPLATE {like}")
            _migrate(_DRAFT)
            session.execute(f"COMMENT ON DATABASE {_DRAFT} IS {_quoted(wanted)}")
            session.execute(f"ALTER DATABASE {_DRAFT} RENAME TO {name}")
    return name


def fingerprint(wanted: frozenset[str]) -> str:
    """A short name of a set of migrations."""
    return _digest("\n".join(sorted(wanted)).encode())[:16]


def _kept(session: psycopg.Connection) -> dict[str, frozenset[str]]:
    rows = session.execute(
        "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname LIKE 'migrated%'"
    )
    return {name: frozenset(has.splitlines()) for name, has in rows}


def _migrate(name: str) -> None:
    from django.core.management import call_command

    from tests.backup import databases

    with databases.inside(name):
        call_command("migrate", run_syncdb=True, verbosity=0)


def _address(name: str) -> str:
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def _quoted(wanted: frozenset[str]) -> str:
    return "'" + "\n".join(sorted(wanted)).replace("'", "''") + "'"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
