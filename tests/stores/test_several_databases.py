"""Several database hosts: the primary is found wherever it is, and a session that cannot write any more is given up."""

import subprocess

import pytest
from django.db import connection

from gotuto.backup import server
from gotuto.backup.errors import ToolsWithoutTls
from gotuto.backup.tools import tools_for
from gotuto.postgresql.base import DatabaseWrapper
from gotuto.runtime import binaries
from gotuto.stores.postgresql import database_settings
from tests.stores import databases


@pytest.fixture
def pair(tmp_path):
    with databases.pair(tmp_path) as running:
        yield running


@pytest.fixture
def session(pair, db):
    """A session as a thread of the web keeps it."""
    told = database_settings(pair.url)
    options = {**connection.settings_dict["OPTIONS"], **told.pop("OPTIONS")}
    kept = DatabaseWrapper(
        {**connection.settings_dict, **told, "OPTIONS": options, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True},
        "several",
    )
    yield kept
    kept.close()


def port(session):
    [told] = session.ask("SELECT inet_server_port()", None).fetchone()
    return told


def between_requests(session):
    session.close_if_unusable_or_obsolete()


def test_the_primary_is_found_and_after_a_switch_the_one_that_was_promoted(pair, session):
    assert port(session) == pair.primary.port
    pair.wait_until_in_step()
    pair.switch()
    between_requests(session)
    assert port(session) == pair.standby.port


def test_a_session_at_a_server_that_takes_no_writes_any_more_is_given_up(pair, session):
    assert port(session) == pair.primary.port
    pair.wait_until_in_step()
    pair.primary.sql("ALTER SYSTEM SET default_transaction_read_only = on")
    pair.primary.sql("SELECT pg_reload_conf()")
    pair.standby.sql("SELECT pg_promote()")
    databases.wait_until(lambda: read_only(session))
    between_requests(session)
    assert port(session) == pair.standby.port


def read_only(session):
    [told] = session.ask("SHOW default_transaction_read_only", None).fetchone()
    return told == "on"


def test_a_backup_reads_from_the_primary(pair, session, monkeypatch):
    monkeypatch.setattr(server, "connection", session)
    asked = subprocess.run(
        [binaries.postgres_program("psql"), "--no-psqlrc", "-Atc", "SELECT inet_server_port()"],
        env=server.client_environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert int(asked.stdout) == pair.primary.port


def test_client_programs_without_tls_are_not_taken_for_a_database_that_asks_for_it(db, monkeypatch, settings):
    settings.GOTUTO_PG_BIN = str(binaries.postgres_program("pg_dump").parent)
    assert tools_for(18).folder
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"sslmode": "verify-full"})
    with pytest.raises(ToolsWithoutTls, match="GOTUTO_PG_BIN"):
        tools_for(18)
