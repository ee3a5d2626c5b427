"""What the environment asks of an instance, and what it refuses."""

import os
import shlex
import socket
from pathlib import Path

import environ
import pytest

from config.demo_lines import order_command
from gotuto.runtime.backoff import Backoff
from gotuto.runtime.child import cause, spawn, tail
from gotuto.runtime.errors import CannotStart
from gotuto.runtime.instance import Instance, write_shared
from gotuto.runtime.ports import require_free
from gotuto.runtime.programs import application
from gotuto.runtime.welcome import welcome

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing listens in these tests


def configured(tmp_path: Path, **given: str) -> Instance:
    instance = Instance.from_environ({"GOTUTO_DATA_DIR": str(tmp_path), **given})
    instance.paths.create()
    return instance


def test_a_taken_port_is_refused_with_the_next_one_as_advice():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port} .* is taken.*PORT={port + 1}"):
            require_free("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(CannotStart, match=r"Cannot listen on 192\.0\.2\.1:8000"):
        require_free("192.0.2.1", 8000)


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_port_that_is_none_is_refused(tmp_path, port):
    with pytest.raises(CannotStart, match=f"PORT={port} is not a whole number from 1 to 65535"):
        configured(tmp_path, PORT=port)


def test_production_refuses_the_embedded_servers_unless_they_are_asked_for_by_name(tmp_path):
    with pytest.raises(CannotStart, match="GOTUTO_ALLOW_EMBEDDED=1"):
        configured(tmp_path, GOTUTO_ENV="production", ALLOWED_HOSTS="shop.example.com")
    alone = {"GOTUTO_ALLOW_EMBEDDED": "1", "ALLOWED_HOSTS": "shop.example.com"}
    assert configured(tmp_path, GOTUTO_ENV="production", **alone).demo is False


def test_servers_of_ones_own_are_used_instead_of_the_embedded_ones(tmp_path):
    instance = configured(tmp_path, DATABASE_URL="postgres://db/shop", REDIS_URL="redis://valkey/0")
    told = instance.environment(database_url=instance.database_url, redis_url=instance.redis_url)
    assert (told["DATABASE_URL"], told["REDIS_URL"], told["GOTUTO_EMBEDDED"]) == (
        "postgres://db/shop",
        "redis://valkey/0",
        "0",
    )


def test_a_secret_may_stand_in_a_file(tmp_path):
    (tmp_path / "url").write_text("postgres://db/shop\n")
    assert configured(tmp_path, DATABASE_URL_FILE=str(tmp_path / "url")).database_url == "postgres://db/shop"
    with pytest.raises(CannotStart, match=r"DATABASE_URL_FILE=.* cannot be read"):
        configured(tmp_path, DATABASE_URL_FILE=str(tmp_path / "missing"))


def test_secrets_are_made_once_and_are_the_same_at_the_next_start(tmp_path):
    first = configured(tmp_path).environment(database_url="", redis_url="")
    second = configured(tmp_path).environment(database_url="", redis_url="")
    for name in ("SECRET_KEY", "GOTUTO_ADMIN_PASSWORD", "GOTUTO_ADMIN_TOKEN", "GOTUTO_DEMO_PASSWORD"):
        assert first[name] == second[name] != ""
        assert (tmp_path / "secrets" / name.lower()).stat().st_mode & 0o777 == 0o600
    assert first["GOTUTO_INSTANCE"] != second["GOTUTO_INSTANCE"]


def test_given_log_ins_win_over_made_ones(tmp_path):
    told = configured(
        tmp_path, GOTUTO_ADMIN_EMAIL="boss@example.org", GOTUTO_ADMIN_TOKEN="t0ken-of-the-boss"
    ).environment(database_url="", redis_url="")
    assert (told["GOTUTO_ADMIN_EMAIL"], told["GOTUTO_ADMIN_TOKEN"]) == ("boss@example.org", "t0ken-of-the-boss")


def test_another_terminal_reads_what_the_instance_wrote(tmp_path):
    told = configured(tmp_path, GOTUTO_ADMIN_PASSWORD="with space & 'quote'").environment(
        database_url="postgres://gotuto:pw@%2Ftmp%2Fs/gotuto", redis_url="unix:///tmp/s/valkey.sock?db=0"
    )
    write_shared(tmp_path / "env", told)
    read: dict[str, str] = {}

    class Terminal(environ.Env):
        ENVIRON = read

    Terminal.read_env(tmp_path / "env")
    assert read == {name: told[name] for name in read}
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "GOTUTO_URL", "GOTUTO_DATA_DIR"} <= read.keys()
    assert (tmp_path / "env").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8000"), (EVERYWHERE, "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000")],
)
def test_the_url_is_one_that_a_browser_on_this_machine_can_open(tmp_path, host, url):
    assert configured(tmp_path, HOST=host).url == url


def test_each_program_knows_its_role(tmp_path):
    instance = configured(tmp_path)
    programs = application(instance, instance.environment(database_url="", redis_url=""), listener=3)
    assert {each.name: each.env["GOTUTO_ROLE"] for each in programs} == {
        "web": "web",
        "worker": "worker",
        "beat": "beat",
    }


def test_the_pause_before_a_restart_doubles_to_five_seconds_and_forgets_after_ten_healthy_ones():
    backoff = Backoff()
    assert [backoff.after_death(lived_seconds=1) for _ in range(7)] == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]
    assert backoff.after_death(lived_seconds=10) == 0.2


def test_the_cause_of_a_failure_is_the_last_word_of_this_start_and_not_of_an_earlier_one(tmp_path):
    log = tmp_path / "migrate.log"
    for words in ("builtins.ValueError: yesterday", "Traceback\\n\\ndjango.db.utils.Error: no room: 3"):
        stopped = spawn(["printf", words], log=log, pid_file=tmp_path / "pid", env=os.environ)
        stopped.wait(10)

    assert cause(log) == "no room: 3"
    assert tail(log) == "  Traceback\n  \n  django.db.utils.Error: no room: 3"
    assert cause(tmp_path / "none.log") == "it said nothing"


def test_the_welcome_names_the_doors_the_log_ins_and_an_order_in_one_line(tmp_path):
    instance = configured(tmp_path)
    told = instance.environment(database_url="", redis_url="")
    text = welcome(told, instance.configuration, seconds=3.0, demo=True)
    for expected in ("/api/docs/", "/admin/", "admin@example.com", told["GOTUTO_ADMIN_PASSWORD"], "demo@example.com"):
        assert expected in text
    assert order_command(told["GOTUTO_URL"]) in text.splitlines()
    assert shlex.split(order_command(told["GOTUTO_URL"]))[0] == "curl"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({}, "sign-in 30/min, registration 60/min; GOTUTO_LIMITS=on tries those of production"),
        (
            {"GOTUTO_RATE_LOGIN": "off", "GOTUTO_RATE_REGISTRATION": "off"},
            "none; GOTUTO_LIMITS=on tries those of production",
        ),
        (
            {"GOTUTO_LIMITS": "on", "GOTUTO_ORDER_LINES": "off"},
            "sign-in 30/min, registration 60/min, guests' carts 60/min, guests' orders 10/min, unpaid orders 5 an e-mail "
            "address, 20 a network, pieces 1000 a line, 10 of a guest, mails 10 an hour",
        ),
    ],
    ids=["development", "nothing", "as in production"],
)
def test_the_welcome_says_in_one_line_which_limits_hold(tmp_path, given, line):
    instance = configured(tmp_path, **given)
    told = instance.environment(database_url="", redis_url="")
    assert f"  Limits       {line}" in welcome(told, instance.configuration, seconds=3.0, demo=False).splitlines()
