"""The parent of an instance: it revives what dies and leaves nothing behind."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.processes import pids_in, processes_on, python, wait_for_end, wait_for_text, wait_until


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "shop"


@pytest.fixture
def instance(data_dir: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = python("-m", "tests.runtime.small_instance", str(data_dir), environ={})
    wait_for_text(process, "ready")
    yield process
    process.kill()
    process.communicate()


def test_a_dead_child_is_started_again_and_that_is_said(instance, data_dir):
    old = pids_in(data_dir)["worker"]

    os.kill(old, signal.SIGKILL)

    wait_for_text(instance, "worker was ended by SIGKILL; starting it again in 0.2 s")
    wait_until(lambda: pids_in(data_dir).get("worker", old) != old)


def test_a_child_that_keeps_dying_is_given_more_and_more_time(instance):
    said = wait_for_text(instance, "again in 0.8 s")

    delays = [line.split("again in ")[1].split(" s")[0] for line in said.splitlines() if line.startswith("beat ended")]
    assert delays[-2:] == ["0.4", "0.8"]


@pytest.mark.parametrize("store", ["postgres", "valkey"])
def test_a_killed_data_store_comes_back(instance, data_dir, store):
    old = pids_in(data_dir)[store]

    os.kill(old, signal.SIGKILL)

    wait_until(lambda: pids_in(data_dir).get(store, old) != old)
    wait_for_end(old)


@pytest.mark.parametrize("request_signal", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_stops_everything_it_started(instance, data_dir, request_signal):
    instance.send_signal(request_signal)

    wait_for_text(instance, "stopped")
    instance.wait(10)
    assert processes_on(data_dir) == []
    assert pids_in(data_dir) == {}
    assert "database system is shut down" in (data_dir / "log" / "postgres.log").read_text()


def test_killed_it_leaves_no_orphan_and_the_database_shuts_down_cleanly(instance, data_dir):
    children = processes_on(data_dir)

    instance.kill()

    for child in children:
        wait_for_end(child)
    assert processes_on(data_dir) == []
    log = (data_dir / "log" / "postgres.log").read_text()
    assert "received fast shutdown request" in log
    assert "database system is shut down" in log


def test_after_a_kill_the_next_start_goes_on_with_the_same_data(instance, data_dir):
    instance.kill()
    instance.wait(10)

    again = python("-m", "tests.runtime.small_instance", str(data_dir), environ={})
    wait_for_text(again, "ready")
    again.terminate()
    wait_for_text(again, "stopped")
    again.communicate()
