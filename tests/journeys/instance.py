"""A whole instance of its own: data stores, web server, worker and beat, as `make up` starts them."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from celery import Celery

from gotuto.runtime.valkey import broker_url
from tests.runtime.processes import processes_on, python, wait_for_text

PROJECT = Path(__file__).resolve().parents[2]
# What the test run itself lives on; an instance is to have its own.
FOREIGN = ("DATABASE_URL", "REDIS_URL", "GOTUTO_TEST_SERVERS", "EMAIL_URL")


@dataclass(frozen=True)
class Instance:
    """A running instance and the ways into it that do not go through HTTP."""

    process: subprocess.Popen[bytes]
    data_dir: Path
    url: str
    staff_token: str

    def settings(self) -> dict[str, str]:
        """What the instance tells a command in another terminal."""
        lines = (self.data_dir / "run" / "env").read_text().splitlines()
        return {name: value.strip("'") for name, _, value in (line.partition("=") for line in lines)}

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command in another terminal, which finds the instance by its data directory."""
        environ = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env={**environ, "GOTUTO_DATA_DIR": str(self.data_dir)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def sql(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.settings()["DATABASE_URL"]) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def send_task(self, name: str) -> None:
        """Ring for a task, as beat does."""
        with Celery(broker=broker_url(self.settings()["REDIS_URL"])) as bell:
            bell.send_task(name, queue="default")

    def mails_to(self, address: str) -> list[str]:
        """The subjects of the mails that somebody got, sorted."""
        texts = [file.read_text() for file in (self.data_dir / "mail").glob("*")]
        return sorted(subject for text in texts for subject in _subjects(text, address))

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        wait_for_text(self.process, "stopped")
        self.process.wait(20)
        assert processes_on(self.data_dir) == []


def start(data_dir: Path, guard_file: Path, **environ: str) -> Instance:
    """Start an instance and wait until its web server answers."""
    port = free_port()
    token = "a-token-for-the-staff-of-the-journeys"
    settings = {
        **dict.fromkeys(FOREIGN, ""),
        "GOTUTO_DATA_DIR": str(data_dir),
        "PORT": str(port),
        "GOTUTO_ADMIN_TOKEN": token,
        "GOTUTO_POLL_SECONDS": "0.2",
        "GOTUTO_LEASE_SECONDS": "2",
        "DJANGO_SETTINGS_MODULE": "tests.guarded_settings",
        "GOTUTO_GUARD_FILE": str(guard_file),
        **environ,
    }
    process = python("-m", "gotuto.runtime", "up", environ=settings)
    wait_for_text(process, "GoTuto runs on", seconds=180)
    return Instance(process, data_dir, f"http://127.0.0.1:{port}", token)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _subjects(text: str, address: str) -> list[str]:
    heads = [mail.partition("\n\n")[0].splitlines() for mail in text.split("-" * 79 + "\n")]
    return [_header(head, "Subject") for head in heads if _header(head, "To") == address]


def _header(head: list[str], name: str) -> str:
    return next((line.partition(": ")[2] for line in head if line.startswith(f"{name}: ")), "")
