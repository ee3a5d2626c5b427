"""A whole instance of its own: data stores, web server, worker and beat, as `make up` starts them."""

import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from celery import Celery

from gotuto.stores.broker import broker_of
from tests.runtime import prepared, starting
from tests.runtime.processes import processes_on, wait_for_text


@dataclass(frozen=True)
class Instance:
    """A running instance and the ways into it that do not go through HTTP."""

    process: subprocess.Popen[bytes]
    data_dir: Path
    url: str
    staff_token: str

    def settings(self) -> dict[str, str]:
        """What the instance tells a command in another terminal."""
        return starting.shared(self.data_dir)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command in another terminal."""
        return starting.manage(self.data_dir, *arguments)

    def sql(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.settings()["DATABASE_URL"]) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def send_task(self, name: str) -> None:
        """Ring for a task, as beat does."""
        with Celery(broker=broker_of(self.settings()["REDIS_URL"]).url) as bell:
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


def start(data_dir: Path, guard_file: Path, **settings: str) -> Instance:
    """Start an instance whose people need not wait long, and wait until its web server answers."""
    token = "a-token-for-the-staff-of-the-journeys"
    impatient = {
        "GOTUTO_LANGUAGES": "en,de",
        "GOTUTO_POLL_SECONDS": "0.2",
        "GOTUTO_LEASE_SECONDS": "2",
        "GOTUTO_SILENT_SECONDS": "1.5",
        "GOTUTO_ADMIN_TOKEN": token,
    }
    guarded = {"DJANGO_SETTINGS_MODULE": "tests.guarded_settings", "GOTUTO_GUARD_FILE": str(guard_file)}
    prepared.lay(data_dir)
    started = starting.start(data_dir, {**impatient, **guarded, **settings})
    return Instance(started.process, data_dir, started.url, token)


def _subjects(text: str, address: str) -> list[str]:
    heads = [mail.partition("\n\n")[0].splitlines() for mail in text.split("-" * 79 + "\n")]
    return [_header(head, "Subject") for head in heads if _header(head, "To") == address]


def _header(head: list[str], name: str) -> str:
    return next((line.partition(": ")[2] for line in head if line.startswith(f"{name}: ")), "")
