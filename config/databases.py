"""The databases of Django's settings: the primary, and a read replica for what may be told as it was a moment ago.

A session has time-outs. They come with its connection, or, behind a pooler that hands a session on after each transaction, from
the role that it signs in as (`gotuto.db.sessions`): such a pooler refuses what belongs to one client.
"""

from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from config.declared.instance import BY_TRANSACTION, SERVING
from gotuto.stores.postgresql import database_settings


class Told(Protocol):
    """What was set, by the names of the settings."""

    def __getitem__(self, name: str, /) -> Any: ...


PRIMARY, REPLICA = "default", "replica"


def databases(told: Told, *, data_dir: Path) -> dict[str, dict[str, Any]]:
    """The connections by their names in Django, made of what was set."""
    # Without a setting and without an instance there is no database; never somebody else's on the default port.
    nowhere = quote(str(data_dir / "sockets"), safe="")
    pooled = told["DATABASE_URL"] or f"postgres://gotuto@{nowhere}/gotuto"
    serves = told["GOTUTO_ROLE"] in SERVING
    direct = "" if serves else told["DATABASE_DIRECT_URL"]
    pooler = "" if direct else told["DATABASE_POOLER"]
    made = {PRIMARY: _connection(direct or pooled, told, pooler)}
    if told["DATABASE_REPLICA_URL"] and serves:
        made[REPLICA] = {**_connection(told["DATABASE_REPLICA_URL"], told, pooler), "TEST": {"MIRROR": PRIMARY}}
    return made


def time_outs(told: Told) -> dict[str, str]:
    """Settings of PostgreSQL that every session of ours has.

    One that hangs lets go of its locks before another's lease runs out; every search reads the list in which new words wait.
    """
    return {
        "lock_timeout": "3s",
        "statement_timeout": "10s",
        "gin_pending_list_limit": "64kB",
        "idle_in_transaction_session_timeout": str(told["GOTUTO_IDLE_TRANSACTION_MS"]),
    }


def pooled_role(told: Told) -> str:
    """Who signs in behind a pooler; empty without one."""
    return str(database_settings(told["DATABASE_URL"])["USER"]) if told["DATABASE_POOLER"] else ""


def _connection(url: str, told: Told, pooler: str) -> dict[str, Any]:
    made: dict[str, Any] = database_settings(url)
    session = " ".join(f"-c {name}={value}" for name, value in time_outs(told).items())
    return {
        **made,
        "ENGINE": "gotuto.postgresql",
        # Each thread of the web server and each child of the worker keeps its session, with its plans; an error ends it.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # A cursor that outlives its transaction would stay with a session that somebody else has by then.
        "DISABLE_SERVER_SIDE_CURSORS": bool(pooler),
        "OPTIONS": {
            # A server that vanished without a word is found out in half a minute, not in a quarter of an hour.
            "connect_timeout": 5,
            "keepalives_idle": 30,
            "tcp_user_timeout": 30_000,
            **made["OPTIONS"],
            **({} if pooler else {"options": session}),
            # Statements are planned a few times per connection instead of once per call.
            "server_side_binding": True,
            "prepare_threshold": None if pooler == BY_TRANSACTION else 2,
            "application_name": f"gotuto-{told['GOTUTO_ROLE']}",
        },
    }
