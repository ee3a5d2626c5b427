"""Becoming a program: by name for another supervisor, and by the launcher that ties a child to its parent."""

import os
import subprocess
import sys
from secrets import token_hex

import pytest

from gotuto.runtime.__main__ import main
from gotuto.runtime.instance import Instance
from gotuto.runtime.programs import application
from tests.runtime.processes import PROJECT

LAUNCHER = [sys.executable, "-m", "gotuto.runtime.launch"]
KEY = token_hex(32)
NOWHERE = "postgres://nobody@127.0.0.1:1/nowhere"


def ran(command, **environ):
    return subprocess.run(
        command, cwd=PROJECT, env={**os.environ, **environ}, capture_output=True, text=True, check=False, timeout=60
    )


def launched(identity, *program):
    return ran([*LAUNCHER, "15", str(os.getpid()), identity, *program])


@pytest.mark.parametrize("arguments", [[], ["dance"], ["run"], ["run", "web", "again"]])
def test_a_command_that_there_is_not_is_told_of_those_there_are(arguments, capsys):
    assert main(arguments) == 1
    assert capsys.readouterr().err == "Use: python -m gotuto.runtime up | check | run web|worker|beat|migrate\n"


def test_a_program_that_there_is_not_is_told_of_those_there_are(capsys, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", KEY)
    assert main(["run", "kitchen"]) == 1
    assert "There is no program kitchen. Choose one of: web, worker, beat, migrate" in capsys.readouterr().err


def test_run_becomes_the_program_and_warns_of_names_it_does_not_know():
    done = ran(
        [sys.executable, "-m", "gotuto.runtime", "run", "migrate"],
        DATABASE_URL=NOWHERE,
        REDIS_URL="redis://127.0.0.1:1/0",
        GOTUTO_TAXRATE="0.2",
        SECRET_KEY=KEY,
    )
    assert done.returncode == 1
    assert "GOTUTO_TAXRATE" in done.stderr
    assert "Connection refused" in done.stderr


def test_the_launcher_becomes_its_program_under_the_same_name():
    assert launched("same", "id", "-u").stdout == f"{os.getuid()}\n"


def test_in_a_namespace_the_program_sees_an_ordinary_user_or_nothing_starts():
    done = launched("namespace", "id", "-u")
    assert (done.returncode, done.stdout != "0\n") == (0, True) or "unshare(CLONE_NEWUSER)" in done.stderr


def test_another_account_is_taken_with_the_rights_to_do_so_and_refused_without():
    done = launched("65534:65534", "id", "-u")
    if os.geteuid() == 0:
        assert done.stdout == "65534\n"
    else:
        assert (done.returncode, "PermissionError" in done.stderr) == (1, True)


def test_without_the_parent_that_it_names_nothing_starts():
    assert ran([*LAUNCHER, "15", "1" if sys.platform.startswith("linux") else "0", "same", "id"]).returncode == 1


def test_a_web_server_gets_the_time_that_it_drains_for_before_it_is_ended_by_force(tmp_path):
    settings = {"GOTUTO_WEB_DRAIN_SECONDS": "4.5", "GOTUTO_DATA_DIR": str(tmp_path)}
    web, worker, _ = application(Instance.from_environ(settings), {}, listener=0)
    patience = [service.stop_signals[0][1] for service in (web, worker)]
    assert patience == [14.5, 10]
    assert web.command[web.command.index("--graceful-timeout") + 1] == "13"
