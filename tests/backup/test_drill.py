"""`manage.py drill`: a backup that is one works on beside the shop, and nothing of it is left; one that is none is named."""

import json
import signal
import socket
import tempfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.recovery.drill.beside import beside
from config.recovery.drill.errors import DrillFailed
from tests.backup.conftest import run
from tests.runtime.processes import python, wait_until

pytestmark = pytest.mark.usefixtures("unblocked")


@pytest.fixture(autouse=True)
def scratch(monkeypatch):
    """Where drills put what they restore, a short name because of the sockets; nothing is left there."""
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        monkeypatch.setattr("tempfile.tempdir", folder)
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)
        assert list(Path(folder).iterdir()) == []


@pytest.mark.xdist_group("instance")
def test_a_good_backup_goes_through_orders_and_faults(source, backup):
    acts = json.loads(run(source, "drill", backup.parent / backup.name, "--orders", 4, "--json"))

    assert [act["act"] for act in acts] == [
        "restore and prove",
        *("kill -9 worker", "orders end", "kill -9 web server", "orders end"),
        *("kill -9 PostgreSQL", "orders end", "kill -9 Valkey", "orders end"),
        *("invariants", "replay of all orders"),
    ]
    # Two of the backup, four that were under way when something was killed, four from the cart to the door.
    assert acts[-1]["seen"] == "10 are as their streams say"


def test_a_truncated_backup_fails_the_drill(backup, tmp_path):
    (tmp_path / "half").write_bytes(backup.read_bytes()[:-30_000])

    with pytest.raises(CommandError, match=r"The drill failed: `restore .*half --verify --json`: .* cannot be used"):
        call_command("drill", str(tmp_path / "half"))


def test_a_drill_has_an_end(backup):
    with pytest.raises(CommandError, match="the time was over before `restore` had ended"):
        call_command("drill", str(backup), "--minutes", "0.001")


def test_whoever_ends_a_drill_takes_away_the_copy_of_the_shop(backup, scratch):
    drill = python("manage.py", "drill", str(backup), environ={})
    wait_until(lambda: bool(list(scratch.glob("gotuto-drill-*"))))

    drill.send_signal(signal.SIGTERM)

    assert drill.wait(30) == 143


def test_the_instance_beside_knows_nothing_of_the_real_one(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp://mail.example.com")
    with beside(seconds=1) as here:
        assert here.environ.keys() & {"EMAIL_URL", "DATABASE_URL", "REDIS_URL", "SECRET_KEY"} == set()
        assert here.folder.stat().st_mode & 0o077 == 0


def test_an_instance_that_does_not_start_says_why():
    with (
        beside(seconds=60) as here,
        socket.create_server(("127.0.0.1", int(here.environ["PORT"]))),
        pytest.raises(DrillFailed, match=r"did not start:(.|\n)*Port \d+ on 127.0.0.1 is taken"),
    ):
        _start(here)


def _start(here):
    with here.running():
        raise AssertionError("it started")


def test_what_does_not_run_cannot_be_killed():
    with beside(seconds=0) as here:
        with pytest.raises(DrillFailed, match="worker does not run"):
            here.kill("worker")
        with pytest.raises(DrillFailed, match="the time was over before the sun rose"):
            here.wait_until(lambda: False, "the sun rose")
        assert not here.is_ready()


def test_a_folder_without_a_backup_is_no_drill(tmp_path):
    with pytest.raises(CommandError, match="is no backup, and no folder with one in it"):
        call_command("drill", str(tmp_path))


def test_the_scratch_folder_is_that_of_the_test(scratch):
    with beside(seconds=0) as here:
        assert Path(here.environ["GOTUTO_DATA_DIR"]).parent == scratch
