"""PostgreSQL, its tools, and Valkey: there, new enough, large enough, on time."""

import os
import time
from collections.abc import Iterator

from django.conf import settings
from django.db import Error
from redis import RedisError
from redis.sentinel import MasterNotFoundError

from config import readiness
from config.doctor.findings import Finding, ok, problem, warning
from config.environment import configuration, no_instance
from gotuto.backup.tools import found_tools
from gotuto.db import fetch_one
from gotuto.db import sessions as role_sessions
from gotuto.stores.fault_words import tls_fault
from gotuto.wakeups import pubsub

_OLDEST_POSTGRESQL = 16
_CLOCKS_DIFFER_SECONDS = 2.0
# A command or two, and who looks after the server.
_SPARE_SESSIONS = 5

_SERVER = """
SELECT current_setting('server_version'), extract(epoch FROM clock_timestamp()), pg_is_in_recovery(),
       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
       has_schema_privilege(current_user, current_schema(), 'CREATE'), current_user, pg_size_pretty(pg_database_size(current_database()))
"""


def postgresql() -> Iterator[Finding]:
    try:
        asked = time.time()
        version, clock, is_standby, sessions, may_create, user, size = fetch_one(_SERVER)
    except Error as error:
        yield _unreachable("postgresql", error, _how_to_reach(error), trust="sslrootcert in DATABASE_URL")
        return
    yield from _version(version, size)
    if is_standby:
        yield problem("postgresql", "is a standby, which takes no orders", "Name the primary in DATABASE_URL.")
    yield _clock(float(clock) - asked)
    yield _sessions(sessions)
    role = settings.GOTUTO_POOLED_ROLE
    if role and (lacking := role_sessions.missing(role, settings.GOTUTO_SESSIONS)):
        yield problem(
            "pooler", f"sessions of {role} lack {', '.join(lacking)}", "Run `manage.py migrate`, which gives them."
        )
    if not may_create:
        yield warning("permissions", f"{user} may not make tables", "Run `manage.py migrate` as a user who may.")
    yield _migrations()
    yield _tools(int(version.partition(".")[0]))


def valkey() -> Iterator[Finding]:
    try:
        told = pubsub.valkey().info()
    except RedisError as error:
        hint = "Start it, or mend REDIS_URL; orders wait."
        yield _unreachable("valkey", error, hint, trust="ssl_ca_certs in REDIS_URL")
        return
    version = told.get("valkey_version") or told["redis_version"]
    if told.get("maxmemory") and told.get("maxmemory_policy") != "noeviction":
        yield warning("valkey", f"{version} throws keys away when it is full", "Set maxmemory-policy to noeviction.")
    else:
        yield ok("valkey", f"{version} answers")


def _unreachable(what: str, error: Exception, hint: str, *, trust: str) -> Finding:
    if fault := tls_fault(error):
        hint = (
            f"Have its certificate made anew for the name it is called by, or name the file of its authority: {trust}."
        )
        return problem(what, f"cannot be trusted: {fault}", hint)
    if isinstance(error, MasterNotFoundError):
        return problem(what, f"has no master: {error}", f"Look at the Sentinels. {hint}")
    return problem(what, f"does not answer ({type(error).__name__})", hint)


def _how_to_reach(error: Error) -> str:
    return "Start it, or mend DATABASE_URL." if os.environ.get("DATABASE_URL") else no_instance(error)


def _version(version: str, size: str) -> Iterator[Finding]:
    if int(version.partition(".")[0]) < _OLDEST_POSTGRESQL:
        yield problem("postgresql", f"is {version}", f"GoTuto needs {_OLDEST_POSTGRESQL} or newer.")
    else:
        yield ok("postgresql", f"{version} answers; the database has {size}")


def _clock(ahead: float) -> Finding:
    says = f"that of PostgreSQL is {abs(ahead):.1f} s {'ahead' if ahead > 0 else 'behind'}"
    if abs(ahead) > _CLOCKS_DIFFER_SECONDS:
        return warning("clock", says, "Have both machines ask a time server (NTP).")
    return ok("clock", says)


def _sessions(allowed: int) -> Finding:
    web = configuration["GOTUTO_WEB_WORKERS"] * configuration["GOTUTO_WEB_THREADS"]
    needed = web + configuration["GOTUTO_WORKER_PROCESSES"] + 1 + _SPARE_SESSIONS
    says = f"PostgreSQL takes {allowed}, this instance needs up to {needed}"
    if needed > allowed:
        return problem("sessions", says, "Raise max_connections, or lower GOTUTO_WEB_THREADS and the like.")
    return ok("sessions", says)


def _migrations() -> Finding:
    if readiness.pending_migrations():
        return problem("migrations", "some are not applied", "Run `manage.py migrate`.")
    return ok("migrations", "all migrations are applied")


def _tools(server: int) -> Finding:
    found = found_tools()
    names = ", ".join(f"{tools.version} in {tools.folder}" for tools in found)
    if not any(tools.major >= server for tools in found):
        hint = f"Install PostgreSQL's client programs, {server} or newer, or name their folder in GOTUTO_PG_BIN."
        return warning("backup", f"no pg_dump for PostgreSQL {server}: {names or 'none at all'}", hint)
    return ok("backup", f"pg_dump {names}")


def environment() -> str:
    """The word for where this runs, as the first line of the report."""
    return f"{configuration['GOTUTO_ENV']}, time zone {settings.TIME_ZONE}"
