"""Addresses of the stores: several hosts, Sentinels and TLS are read, and what cannot work is said in a sentence."""

import pytest

from gotuto.stores.broker import broker_of
from gotuto.stores.client import valkey_client
from gotuto.stores.postgresql import database_settings
from gotuto.stores.valkey import valkey_address

SENTINELS = "redis+sentinel://:s%40crt@sent1,sent2:26380,[::1]:26381/shop/2"


@pytest.mark.parametrize(
    ("redis_url", "celery_url"),
    [
        ("unix:///run/valkey.sock?db=3", "redis+socket:///run/valkey.sock?virtual_host=3"),
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock?virtual_host=0"),
        ("redis://localhost:6379/1", "redis://localhost:6379/1"),
        ("rediss://user:secret@host:6380/0", "rediss://user:secret@host:6380/0"),
        ("rediss://host:6380/0?ssl_ca_certs=/run/ca.crt", "rediss://host:6380/0"),
        ("amqp://rabbit//", "amqp://rabbit//"),
        (
            SENTINELS,
            "sentinel://:s%40crt@sent1:26379/2;sentinel://:s%40crt@sent2:26380/2;sentinel://:s%40crt@[::1]:26381/2",
        ),
    ],
)
def test_celery_is_told_of_the_same_server_in_its_own_words(redis_url, celery_url):
    assert broker_of(redis_url).url == celery_url


def test_celery_looks_at_the_certificate_as_everybody_does():
    assert broker_of("rediss://host/0").tls == {"ssl_cert_reqs": "required", "ssl_check_hostname": True}
    assert broker_of("rediss://host/0?ssl_ca_certs=/run/ca.crt").tls["ssl_ca_certs"] == "/run/ca.crt"
    assert broker_of("redis://host/0").tls == {}
    assert broker_of("rediss://host/0?ssl_check_hostname=false").tls["ssl_check_hostname"] is False


def test_sentinels_have_a_password_of_their_own_and_are_asked_once():
    options = broker_of(f"{SENTINELS}?sentinel_password=other").options
    assert options["master_name"] == "shop"
    told = {"password": "other", "socket_timeout": 1.0, "socket_connect_timeout": 1.0, "retry": None}
    assert options["sentinel_kwargs"] == told


@pytest.mark.parametrize("url", [SENTINELS, "redis://:s%40crt@host/2"])
def test_a_client_has_the_database_and_the_password_of_its_address_and_waits_no_longer_than_it_is_told(url):
    told = valkey_client(url, seconds=0.3).connection_pool.connection_kwargs
    assert (told["db"], told["password"]) == (2, "s@crt")
    assert told["socket_timeout"] == told["socket_connect_timeout"] == 0.3


def test_sentinels_over_tls_are_looked_at_like_the_servers():
    url = "rediss+sentinel://sent1/shop/0?ssl_ca_certs=/run/ca.crt"
    assert (
        broker_of(url).options["sentinel_kwargs"]["ssl_ca_certs"] == broker_of(url).tls["ssl_ca_certs"] == "/run/ca.crt"
    )


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("redis+sentinel://sent1:26379/", "name of the master"),
        ("redis+sentinel://sent1/shop/first", "name of the master"),
        ("redis+sentinel://sent1,,sent2/shop/0", "cannot be read"),
        ("redis+sentinel://sent1:port/shop/0", "cannot be read"),
        ("redis+sentinel://sent1/shop/0?sentinel_pasword=x", "sentinel_pasword in its query"),
        ("redis://one:6379,two:6379/0", r"begin it with redis\+sentinel"),
        ("redis://one:port/0", "cannot be read"),
        ("redis://one/0?ssl_ca_certs=/run/ca.crt", "no TLS: begin it with rediss"),
        ("rediss://one/0?ssl_cert_reqs=some", "none of required"),
    ],
)
def test_an_address_of_valkey_that_cannot_work_is_explained(url, complaint):
    with pytest.raises(ValueError, match=complaint):
        valkey_address(url)


def test_hosts_of_a_database_keep_their_ports():
    told = database_settings("postgres://ada:p%40w@db1:5433,db2,[::1]:5434/shop?target_session_attrs=read-write")
    assert (told["HOST"], told["PORT"]) == ("db1,db2,::1", "5433,5432,5434")
    assert (told["USER"], told["PASSWORD"], told["NAME"]) == ("ada", "p@w", "shop")
    assert told["OPTIONS"] == {"target_session_attrs": "read-write"}


@pytest.mark.parametrize("folder", ["%2Frun%2Fsockets", "%2frun%2fsockets"])
def test_a_folder_of_sockets_is_a_host_without_a_port(folder):
    told = database_settings(f"postgres://gotuto@{folder}/shop")
    assert (told["HOST"], told["PORT"]) == ("/run/sockets", "")


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("postgres://db1,db2/shop", "target_session_attrs=read-write"),
        ("postgres://db1,db2/shop?target_session_attrs=any", "target_session_attrs=read-write"),
        ("postgres://db1:port/shop", "cannot be read"),
        ("postgres://db1/shop?sslmode=full", "none of disable"),
        ("postgres://db1/shop?sslrootcert=/run/ca.crt", "add sslmode=verify-full"),
    ],
)
def test_an_address_of_postgresql_that_cannot_work_is_explained(url, complaint):
    with pytest.raises(ValueError, match=complaint):
        database_settings(url)


def test_what_cannot_be_read_is_not_told_as_it_may_be_a_part_of_the_password():
    with pytest.raises(ValueError, match="within a password / is %2F") as refused:
        database_settings("postgres://ada:secr/et@db1/shop")
    assert "secr" not in str(refused.value)
