"""The embedded PostgreSQL and Valkey: private, quick, and not afraid of root."""

import functools
import os
import sys

import psycopg
import pytest

from gotuto.runtime import binaries, identity
from gotuto.runtime.errors import CannotStart
from gotuto.runtime.postgres import Postgres
from gotuto.runtime.valkey import Valkey


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    server = Postgres(tmp_path_factory.mktemp("pg"), fast=True)
    server.start()
    yield server
    server.stop()


def test_the_server_takes_connections_as_whoever_started_it_root_included(postgres):
    with psycopg.connect(postgres.url()) as connection:
        assert connection.execute("SELECT current_setting('server_version_num')::int >= 180000").fetchone() == (True,)


def test_nobody_gets_in_without_the_password(postgres):
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgres.url().replace(postgres.password_file.read_text().strip(), "guessed"))


def test_the_server_listens_on_no_network_address(postgres):
    with psycopg.connect(postgres.url()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_only_the_owner_reads_the_password_and_enters_the_sockets(postgres):
    assert postgres.password_file.stat().st_mode & 0o777 == 0o600
    assert postgres.paths.root.stat().st_mode & 0o066 == 0


def test_a_server_that_does_not_come_up_shows_the_end_of_its_log(postgres, tmp_path, monkeypatch):
    broken = Postgres(tmp_path / "broken", fast=True)
    monkeypatch.setitem(sys.modules["gotuto.runtime.postgres"].FAST_SETTINGS, "max_connections", "nonsense")

    with pytest.raises(CannotStart, match=r"stopped while starting(.|\n)*max_connections"):
        broken.start()
    broken.stop()


def test_root_without_user_namespaces_and_accounts_is_told_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(identity.os, "geteuid", lambda: 0)
    monkeypatch.setattr(identity, "works", lambda *_: False)
    monkeypatch.setattr(identity, "known_accounts", list)

    with pytest.raises(CannotStart, match="Run `make up` as an ordinary user, or set DATABASE_URL"):
        identity.server_identity(tmp_path / "postgres", root=tmp_path, directories=[])


def test_an_ordinary_user_needs_no_other_identity(tmp_path, monkeypatch):
    monkeypatch.setattr(identity, "is_ordinary", lambda _: True)

    assert identity.server_identity(tmp_path / "postgres", root=tmp_path, directories=[]) == "same"


def test_a_user_without_a_name_needs_a_namespace_or_gets_advice(tmp_path, monkeypatch):
    monkeypatch.setattr(identity.os, "geteuid", lambda: 4_000_000)
    monkeypatch.setattr(identity, "works", lambda *_: False)

    assert not identity.is_ordinary(4_000_000)
    with pytest.raises(CannotStart, match="user 4000000 has none"):
        identity.server_identity(tmp_path / "postgres", root=tmp_path, directories=[])


@pytest.mark.parametrize("writable", [True, False])
def test_root_without_namespaces_takes_the_first_account_that_can_write(tmp_path, monkeypatch, writable):
    account = identity.pwd.getpwuid(os.getuid())
    monkeypatch.setattr(identity.os, "geteuid", lambda: 0)
    monkeypatch.setattr(identity, "known_accounts", lambda: [account])
    monkeypatch.setattr(
        identity, "works", lambda who, *program: who != "namespace" and (writable or "test" not in program)
    )
    found = functools.partial(identity.server_identity, tmp_path / "postgres", root=tmp_path, directories=[tmp_path])

    if writable:
        assert found() == f"{account.pw_uid}:{account.pw_gid}"
    else:
        with pytest.raises(CannotStart):
            found()


def test_missing_wheels_are_named_with_the_way_out():
    with pytest.raises(CannotStart, match="set DATABASE_URL and REDIS_URL"):
        binaries.package_directory("a_wheel_that_nobody_has")


def test_a_wake_up_server_answers_and_keeps_nothing(tmp_path):
    server = Valkey(tmp_path)
    server.start()
    assert server.is_ready()
    server.stop()
    assert not server.is_ready()
    assert not list(tmp_path.rglob("*.rdb"))
