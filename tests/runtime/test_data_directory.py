"""A data directory serves one instance, says clearly when it cannot be used, and may have any path."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from gotuto.runtime import orphan
from gotuto.runtime.errors import CannotStart
from gotuto.runtime.paths import Paths, private_directory
from gotuto.runtime.postgres import STOP_SIGNALS, Postgres
from gotuto.runtime.single import only_instance
from gotuto.runtime.valkey import Valkey
from tests.runtime.processes import wait_for_end


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    found = Paths(tmp_path / "shop")
    found.create()
    return found


def test_a_second_instance_on_the_same_data_is_refused_with_the_number_of_the_first(paths):
    refused = pytest.raises(CannotStart, match=f"already runs on .*process {os.getpid()}")
    with only_instance(paths), refused, only_instance(paths):
        pass


def test_after_the_first_instance_the_data_is_free_again(paths):
    with only_instance(paths):
        pass
    with only_instance(paths):
        assert paths.lock.read_text() == f"{os.getpid()}\n"


def test_a_directory_that_cannot_be_made_is_refused_with_advice(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(CannotStart, match="Choose another with GOTUTO_DATA_DIR"):
        Paths(tmp_path / "file" / "shop").create()


def test_a_directory_is_for_its_owner_only(paths):
    assert paths.root.stat().st_mode & 0o077 == 0


def test_a_path_too_long_for_a_socket_gets_a_short_one_elsewhere(tmp_path):
    deep = tmp_path / ("a-very-long-name-" * 6)
    server = Postgres(deep, fast=True)
    valkey = Valkey(deep)
    server.start()
    valkey.start()

    with psycopg.connect(server.url()) as connection:
        assert connection.execute("SHOW data_directory").fetchone() == (str(deep / "postgres"),)
    assert valkey.is_ready()

    valkey.stop()
    server.stop()
    server.paths.sockets().rmdir()


def test_a_socket_directory_that_others_can_enter_is_not_used(tmp_path):
    guessed = tmp_path / "gotuto-guessed"
    guessed.mkdir(mode=0o777)
    guessed.chmod(0o777)

    with pytest.raises(CannotStart, match="belongs to somebody else"):
        private_directory(guessed)


def test_a_stale_pid_that_belongs_to_somebody_else_now_is_left_alone(paths):
    stranger = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    file = paths.pid_file("worker")
    file.write_text(f"{stranger.pid}\n")

    assert orphan.end_orphan(file, data_dir=paths.root, signals=STOP_SIGNALS) is False

    assert stranger.poll() is None
    assert not file.exists()
    stranger.kill()
    stranger.wait()


def test_a_process_that_an_earlier_start_left_behind_is_ended(paths):
    left = subprocess.Popen(
        # Whoever is started in the background of a script inherits that SIGINT is ignored.
        [
            sys.executable,
            "-c",
            "from signal import *; signal(SIGINT, SIG_DFL); print('up', flush=True); pause()",
        ],
        env={"GOTUTO_DATA_DIR": str(paths.root)},
        stdout=subprocess.PIPE,
    )
    assert left.stdout is not None
    left.stdout.readline()
    file = paths.pid_file("worker")
    file.write_text(f"{left.pid}\n")

    assert orphan.end_orphan(file, data_dir=paths.root, signals=STOP_SIGNALS) is True

    wait_for_end(left.pid)
    left.communicate()


@pytest.mark.parametrize("content", ["", "no number\n", "999999999\n"])
def test_a_pid_file_that_names_nobody_is_removed(paths, content):
    file = paths.pid_file("web")
    file.write_text(content)

    assert orphan.end_orphan(file, data_dir=paths.root, signals=STOP_SIGNALS) is False
    assert not file.exists()


def test_each_data_store_is_recognised_by_its_data_directory(tmp_path):
    stores = [Postgres(tmp_path, fast=True), Valkey(tmp_path)]
    for store in stores:
        store.start()
        assert orphan.works_on(int(store.pid_file.read_text()), tmp_path)
        assert not orphan.works_on(int(store.pid_file.read_text()), tmp_path / "another")
        store.stop()
