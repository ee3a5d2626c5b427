"""PostgreSQL's client programs: which are taken, and what is said when there are none, or too old ones."""

import shutil

import pytest

from gotuto.backup.errors import ToolsMissing, ToolsTooOld
from gotuto.backup.tools import PROGRAMS, found_tools, tools_for
from gotuto.runtime import binaries
from gotuto.runtime.errors import CannotStart


def programs(folder, says="pg_dump (PostgreSQL) 14.22 (Debian 14.22-1)", names=PROGRAMS):
    for name in names:
        (folder / name).write_text(f"#!/bin/sh\necho '{says}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def without_wheel(monkeypatch):
    def missing(package):
        raise CannotStart(package)

    monkeypatch.setattr(binaries, "package_directory", missing)


def test_those_of_the_embedded_server_fit_it():
    tools = tools_for(18)

    assert tools.source == "the embedded PostgreSQL"
    assert tools.major == 18


def test_those_of_the_setting_come_before_all_others(settings, tmp_path):
    settings.GOTUTO_PG_BIN = str(programs(tmp_path))

    assert [(tools.source, tools.version) for tools in found_tools()] == [("GOTUTO_PG_BIN", "14.22")]
    assert tools_for(14).program("psql") == str(tmp_path / "psql")


@pytest.mark.usefixtures("without_wheel")
def test_without_the_wheel_those_of_the_path_are_taken(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(programs(tmp_path)))

    assert tools_for(14).source == "PATH"


@pytest.mark.usefixtures("without_wheel")
def test_where_there_are_none_it_is_said_how_to_get_them(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ToolsMissing, match=r"were not found. Install .* apt install postgresql-client"):
        tools_for(14)


@pytest.mark.parametrize("gone", PROGRAMS)
def test_all_three_are_needed(settings, tmp_path, gone):
    settings.GOTUTO_PG_BIN = str(programs(tmp_path))
    (tmp_path / gone).unlink()

    with pytest.raises(ToolsMissing, match=rf"not found in {tmp_path} \(GOTUTO_PG_BIN\)"):
        tools_for(14)


def test_older_ones_than_the_server_are_refused_with_what_was_found(settings, tmp_path):
    settings.GOTUTO_PG_BIN = str(programs(tmp_path))

    with pytest.raises(
        ToolsTooOld, match=rf"version 15 or newer; found: 14.22 in {tmp_path}. Install postgresql-client-15"
    ):
        tools_for(15)


@pytest.mark.parametrize("says", ["", "something else"])
def test_what_does_not_say_its_version_is_no_tool(settings, tmp_path, says):
    settings.GOTUTO_PG_BIN = str(programs(tmp_path, says))

    assert found_tools() == []


def test_what_cannot_be_run_is_no_tool(settings, tmp_path):
    settings.GOTUTO_PG_BIN = str(programs(tmp_path))
    (tmp_path / "pg_dump").unlink()
    shutil.copytree(tmp_path, tmp_path / "pg_dump")

    assert found_tools() == []
