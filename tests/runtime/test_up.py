"""`make up` as a whole: the real application on real servers, started and stopped as a person would."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gotuto.runtime import health
from tests.http_client import HttpClient
from tests.runtime.processes import free_port, pids_in, processes_on, wait_for_end, wait_for_text, wait_until
from tests.runtime.starting import UP, Started, manage, shared, start

pytestmark = pytest.mark.xdist_group("whole-instance")


def settings_of(data_dir: Path, port: int) -> dict[str, str]:
    return {"GOTUTO_DATA_DIR": str(data_dir), "PORT": str(port), "DATABASE_URL": "", "REDIS_URL": ""}


def refused(environ: dict[str, str]) -> str:
    """What a start says that must not happen."""
    done = subprocess.run(
        [sys.executable, *UP],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    running = start(tmp_path_factory.mktemp("up") / "shop")
    yield running
    running.process.kill()
    running.process.communicate()


def test_the_printed_line_places_an_order(shop):
    line = next(line for line in shop.printed.splitlines() if line.startswith("curl "))
    answer = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True)
    assert json.loads(answer.stdout)["status"] == "confirmed"


def test_what_each_web_process_counts_is_added_up_for_prometheus(shop):
    def answered() -> float:
        page = HttpClient(shop.url).call("GET", "/metrics").text
        counts = re.findall(r'gotuto_http_requests_total\{.*route="api/v1/categories/"[^}]*\} (\S+)', page)
        return sum(map(float, counts))

    before = answered()
    for _ in range(20):
        assert HttpClient(shop.url).call("GET", "/api/v1/categories/").status_code == 200
    assert answered() == before + 20


def test_the_pids_and_the_settings_of_the_instance_stand_in_its_directory(shop):
    assert pids_in(shop.data_dir).keys() == {"postgres", "valkey", "web", "worker", "beat", "sandbox"}
    assert (shop.data_dir / "run" / "env").stat().st_mode & 0o777 == 0o600
    assert shared(shop.data_dir)["GOTUTO_URL"] == f"http://127.0.0.1:{shop.port}"


def test_a_command_in_another_terminal_finds_the_instance(shop):
    done = manage(shop.data_dir, "migrate", "--check")
    assert done.returncode == 0, done.stderr


def test_a_second_start_on_the_same_data_is_refused(shop):
    assert f"already runs on {shop.data_dir} (process {shop.process.pid})" in refused(
        settings_of(shop.data_dir, free_port())
    )


def test_a_database_that_does_not_answer_is_said_in_a_sentence_and_nothing_is_called_ready(tmp_path):
    nowhere = {**settings_of(tmp_path / "other", free_port()), "DATABASE_URL": "postgres://gotuto@127.0.0.1:1/gotuto"}
    done = subprocess.run(
        [sys.executable, *UP], env={**os.environ, **nowhere}, capture_output=True, text=True, check=False, timeout=60
    )

    first, *more = done.stderr.splitlines()
    assert first.startswith("Preparing the database failed: ")
    assert "Connection refused" in done.stderr
    assert "is prepared" not in done.stdout
    assert "Traceback" not in done.stderr
    assert more[-1] == f"More stands at the end of {tmp_path}/other/log/migrate.log."


def test_a_start_on_a_taken_port_is_refused_before_anything_runs(shop, tmp_path):
    assert f"Port {shop.port} on 127.0.0.1 is taken" in refused(settings_of(tmp_path / "other", shop.port))
    assert not (tmp_path / "other" / "postgres").exists()


def test_who_comes_while_the_web_server_is_started_again_waits_and_is_served(shop):
    master = pids_in(shop.data_dir)["web"]
    serving = [master, *map(int, Path(f"/proc/{master}/task/{master}/children").read_text().split())]
    for pid in serving:
        os.kill(pid, signal.SIGKILL)
    for pid in serving[1:]:
        wait_for_end(pid)
    assert HttpClient(shop.url).call("GET", "/health/live").is_success
    assert pids_in(shop.data_dir)["web"] != master


def test_an_answer_without_the_id_of_the_instance_does_not_count(shop):
    assert not health.answers(f"http://127.0.0.1:{shop.port}", instance="another")


def test_a_killed_web_server_comes_back_on_its_port(shop):
    old = pids_in(shop.data_dir)["web"]

    os.kill(old, signal.SIGKILL)

    wait_for_text(shop.process, "Web server was ended by SIGKILL; starting it again")
    check = [sys.executable, "-m", "gotuto.runtime", "check"]
    environ = {**os.environ, **settings_of(shop.data_dir, shop.port)}
    wait_until(lambda: subprocess.run(check, env=environ, capture_output=True, check=False).returncode == 0, seconds=60)
    assert pids_in(shop.data_dir)["web"] != old


def test_ctrl_c_stops_everything_and_a_kill_leaves_nothing_either(shop):
    shop.process.send_signal(signal.SIGINT)
    shop.process.wait(30)
    assert shop.process.returncode == 0
    assert processes_on(shop.data_dir) == []
    assert pids_in(shop.data_dir) == {}
    assert not (shop.data_dir / "run" / "env").exists()

    again = start(shop.data_dir)
    everything = processes_on(shop.data_dir)
    again.process.kill()
    again.process.communicate()
    for process in everything:
        # gunicorn gives its workers thirty seconds to answer what they were asked.
        wait_for_end(process, seconds=45)
    assert processes_on(shop.data_dir) == []
