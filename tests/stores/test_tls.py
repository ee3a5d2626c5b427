"""TLS to the stores: everybody looks at the certificate, and says in plain words why one is refused."""

import psycopg
import pytest
from django.conf import settings
from kombu import Connection
from redis import RedisError

from config import celery  # noqa: F401  installs the transport
from config.doctor import servers
from gotuto.runtime.valkey import Valkey
from gotuto.stores.broker import broker_of
from gotuto.stores.client import valkey_client
from gotuto.stores.fault_words import tls_fault
from gotuto.stores.postgresql import database_settings
from tests.stores.authority import Authority, TlsDoor
from wider.stores import OpenPostgres

ANOTHER_NAME = "its certificate is for another host name"
ANOTHER_AUTHORITY = "its certificate is not signed by the authority that is trusted here"
EXPIRED = "its certificate has expired"
ONE_OF_BOTH = f"{ANOTHER_AUTHORITY}, or has expired"


@pytest.fixture(scope="module")
def valkey(tmp_path_factory):
    server = Valkey(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path, "ours")


@pytest.fixture
def stranger(tmp_path):
    return Authority(tmp_path, "stranger")


@pytest.fixture
def door():
    """Opens a door with a certificate; returns its port."""
    opened = []

    def open_door(certificate, *, before, **kind):
        opened.append(TlsDoor(certificate, before=before, **kind))
        return opened[-1].port

    yield open_door
    for each in opened:
        each.close()


def asked_of_valkey(url):
    """What a client says of it, and what Celery says; empty when both get their answer."""
    broker, said = broker_of(url), []
    try:
        valkey_client(url, seconds=2.0).ping()
    except RedisError as error:
        said.append(tls_fault(error))
    try:
        with Connection(broker.url, ssl=broker.tls, transport_options=broker.options) as line:
            line.channel().client.ping()
    except line.connection_errors as error:
        said.append(tls_fault(error))
    return said


def test_client_and_celery_speak_tls_with_a_valkey_whose_certificate_is_right(valkey, authority, door):
    port = door(authority.sign(), before=valkey.socket_file)
    assert asked_of_valkey(f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={authority.file}") == []


def test_no_certificate_of_another_host_authority_or_time_is_taken_by_client_or_celery(
    valkey, authority, stranger, door
):
    wrong = [
        (authority.sign("valkey.example.com"), ANOTHER_NAME),
        (stranger.sign(), ANOTHER_AUTHORITY),
        (authority.sign(days=-1), EXPIRED),
    ]
    for certificate, words in wrong:
        port = door(certificate, before=valkey.socket_file)
        assert asked_of_valkey(f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={authority.file}") == [words] * 2
    port = door(authority.sign(), before=valkey.socket_file)
    # Nobody has said whom to trust: not anybody.
    assert asked_of_valkey(f"rediss://127.0.0.1:{port}/0") == [ANOTHER_AUTHORITY] * 2


def test_the_doctor_says_what_is_wrong_with_the_certificate_of_valkey(valkey, authority, stranger, door, monkeypatch):
    port = door(stranger.sign(), before=valkey.socket_file)
    client = valkey_client(f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={authority.file}", seconds=2.0)
    monkeypatch.setattr(servers.pubsub, "valkey", lambda: client)
    [finding] = servers.valkey()
    assert (finding.state, finding.says) == ("problem", f"cannot be trusted: {ANOTHER_AUTHORITY}")
    assert "ssl_ca_certs" in finding.hint


@pytest.fixture
def reach(authority):
    """Connects to the run's PostgreSQL through a door, as the product does it."""
    told = settings.DATABASES["default"]

    def connect(port, mode="verify-full"):
        access = f"{told['USER']}:{told['PASSWORD']}"
        url = f"postgres://{access}@127.0.0.1:{port}/{told['NAME']}?sslmode={mode}&sslrootcert={authority.file}"
        there = database_settings(url)
        psycopg.connect(
            host=there["HOST"], port=there["PORT"], user=there["USER"], password=there["PASSWORD"],
            dbname=there["NAME"], connect_timeout=5, **there["OPTIONS"],
        ).close()  # fmt: skip

    return connect


@pytest.fixture
def postgresql_socket(db):
    return f"{settings.DATABASES['default']['HOST']}/.s.PGSQL.5432"


def test_postgresql_is_spoken_to_over_tls_when_its_certificate_is_right(reach, authority, door, postgresql_socket):
    reach(door(authority.sign(), before=postgresql_socket, is_postgresql=True))


def test_no_certificate_of_another_host_authority_or_time_is_taken_of_postgresql(
    reach, authority, stranger, door, postgresql_socket
):
    wrong = [
        (authority.sign("db.example.com"), ANOTHER_NAME),
        (stranger.sign(), ONE_OF_BOTH),
        (authority.sign(days=-1), ONE_OF_BOTH),
    ]
    for certificate, words in wrong:
        with pytest.raises(psycopg.OperationalError) as refused:
            reach(door(certificate, before=postgresql_socket, is_postgresql=True))
        assert tls_fault(refused.value) == words, refused.value


def test_a_postgresql_without_tls_is_refused_and_that_is_said(reach, tmp_path):
    server = OpenPostgres(tmp_path / "plain")
    server.start()
    try:
        with pytest.raises(psycopg.OperationalError) as refused:
            reach(server.port)
    finally:
        server.stop()
    assert tls_fault(refused.value) == "it does not speak TLS at this port"
