"""Time-outs of sessions behind a pooler: they come from the role that signs in, and not with each connection.

A pooler that hands sessions on after each transaction refuses what one client wants for itself. So the role has these settings in
this database: `migrate` gives them, and the doctor looks whether a session really has them.
"""

from collections.abc import Mapping
from typing import Any

import structlog
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from psycopg import sql

from gotuto.db.sql import as_json, execute, fetch_all

log = structlog.get_logger(__name__)

_GIVE = sql.SQL("ALTER ROLE {role} IN DATABASE {database} SET {name} = {value}")
_HELD = "SELECT name, current_setting(name) FROM unnest(%s::text[]) AS name"
# The server says them in its own way, such as 20s for 20000.
_WANTED = "SELECT key, set_config(key, value, true) FROM jsonb_each_text(%s::jsonb)"


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


def missing(wanted: Mapping[str, str]) -> list[str]:
    """The names of those settings that this session does not have."""
    with transaction.atomic():
        held = dict(fetch_all(_HELD, [list(wanted)]))
        meant = dict(fetch_all(_WANTED, [as_json(wanted)]))
    return [name for name in wanted if held[name] != meant[name]]
