"""Time-outs of sessions behind a pooler: they come from the role that signs in, and not with each connection.

A pooler that hands sessions on after each transaction refuses what one client wants for itself. So the role has these settings in
this database: `migrate` gives them, and the doctor looks whether the role has them.
"""

from collections.abc import Mapping
from typing import Any

import structlog
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from psycopg import sql

from gotuto.db.sql import execute, fetch_all

log = structlog.get_logger(__name__)

_GIVE = sql.SQL("ALTER ROLE {role} IN DATABASE {database} SET {name} = {value}")
_GIVEN = """
SELECT unnest(given.setconfig) FROM pg_db_role_setting AS given JOIN pg_roles AS role ON role.oid = given.setrole
JOIN pg_database AS base ON base.oid = given.setdatabase WHERE role.rolname = %s AND base.datname = current_database()
"""


def after_migrate(**_: Any) -> None:
    """Receiver of post_migrate: where a pooler is between, its role gets the settings of our sessions."""
    if settings.GOTUTO_POOLED_ROLE:
        give(settings.GOTUTO_POOLED_ROLE, settings.GOTUTO_SESSIONS)


def give(role: str, wanted: Mapping[str, str]) -> None:
    """Let new sessions of a role have these settings; whoever may not give them is told what an administrator has to run."""
    database = connection.get_connection_params()["dbname"]
    statements = [
        _GIVE.format(
            role=sql.Identifier(role), database=sql.Identifier(database), name=sql.Identifier(name), value=value
        )
        for name, value in wanted.items()
    ]
    texts = [statement.as_string(None) for statement in statements]
    try:
        with transaction.atomic():
            for text in texts:
                execute(text)
    except ProgrammingError as error:
        log.warning("sessions_without_time_outs", role=role, error=str(error), advice="; ".join(texts))


def missing(role: str, wanted: Mapping[str, str]) -> list[str]:
    """The names of those settings that the sessions of a role do not get."""
    given = {text for (text,) in fetch_all(_GIVEN, [role])}
    return [name for name, value in wanted.items() if f"{name}={value}" not in given]
