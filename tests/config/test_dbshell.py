"""`manage.py dbshell` finds psql where backups find it, also where none is on the PATH."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.management.commands import dbshell
from gotuto.backup.tools import Tools
from tests.architecture import tree


def test_psql_of_the_embedded_server_is_found(db: None) -> None:
    asked = subprocess.run(
        [sys.executable, "manage.py", "dbshell", "--", "-c", "SELECT 6 * 7 AS answer"],
        cwd=tree.ROOT, env={**os.environ, "PATH": "/nowhere"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (asked.returncode, "42" in asked.stdout) == (0, True), asked.stderr


def test_where_there_is_none_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbshell, "found_tools", list)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CommandError, match="psql"):
        call_command("dbshell")


def test_where_there_is_one_it_stands_before_those_of_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "psql").write_text("#!/bin/sh\nexit 3\n")
    (tmp_path / "psql").chmod(0o755)
    monkeypatch.setattr(dbshell, "found_tools", lambda: [Tools(tmp_path, "18.1", "GOTUTO_PG_BIN")])
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CommandError, match="exit status 3"):
        call_command("dbshell")
