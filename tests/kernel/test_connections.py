"""Connections are kept between requests, and thrown away when the server has let go of them."""

import psycopg
import pytest
from django.db import OperationalError, close_old_connections, connection

from gotuto.db import execute, fetch_one, temporary_connection, unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def a_connection_as_of_a_server(settings):
    """The test database's connection, kept and looked at as in a web thread."""
    connection.ensure_connection()
    kept = connection.settings_dict["CONN_MAX_AGE"]
    connection.settings_dict["CONN_MAX_AGE"] = None
    yield
    connection.settings_dict["CONN_MAX_AGE"] = kept
    connection.close()


def session() -> int:
    return fetch_one("SELECT pg_backend_pid()")[0]


def throw_out(pid: int) -> None:
    """What a restart does to a session."""
    info = connection.connection.info
    with psycopg.connect(info.dsn, password=info.password, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_the_next_request_gets_the_same_session():
    before = session()
    close_old_connections()
    assert session() == before


def test_after_a_restart_the_next_request_gets_a_new_session():
    before = session()
    throw_out(before)
    close_old_connections()
    assert session() != before


def test_a_session_that_is_lost_within_a_request_fails_it_and_not_the_next_one():
    before = session()
    throw_out(before)
    with pytest.raises(OperationalError):
        execute("SELECT 1")
    close_old_connections()
    assert session() != before


def test_a_healthy_session_is_not_asked_how_it_is():
    session()
    close_old_connections()
    with psycopg.connect(connection.connection.info.dsn, password=connection.connection.info.password) as other:
        statement = "SELECT query FROM pg_stat_activity WHERE pid = %s"
        mine = connection.connection.info.backend_pid
        assert connection.is_usable()
        assert other.execute(statement, [mine]).fetchone() == ("SELECT pg_backend_pid()",)


def test_within_a_transaction_the_server_is_asked():
    def lose_the_session() -> None:
        with unit():
            assert connection.is_usable()
            throw_out(session())
            assert not connection.is_usable()
            execute("SELECT 1")

    with pytest.raises(OperationalError):
        lose_the_session()


def test_a_passing_session_leaves_the_kept_one_alone():
    before = session()
    with temporary_connection():
        passing, server_side = session(), connection.connection
    assert server_side.closed
    assert session() == before != passing
