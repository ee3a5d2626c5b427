"""An instance as it runs in production: servers of its own, web, worker and beat one by one, nobody who starts them again."""

import os
import re
import secrets
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from gotuto.runtime import child
from gotuto.runtime.paths import Paths
from gotuto.runtime.postgres import Postgres
from gotuto.runtime.valkey import Valkey
from tests.carrier.server import Carrier
from tests.http_client import HttpClient, NoAnswer
from tests.playing.rules import Samples, expressions, holds
from tests.playing.terminal import Terminal
from tests.reliability import post_office
from tests.runtime import prepared
from tests.runtime.processes import PROJECT, free_port, wait_for_end, wait_until
from tests.runtime.starting import clean_environment

PROGRAMS = ("web", "worker", "beat")
# Nobody in a test waits for as long as in a shop.
IMPATIENT = {
    "GOTUTO_POLL_SECONDS": "0.2",
    "GOTUTO_LEASE_SECONDS": "1",
    "GOTUTO_SILENT_SECONDS": "3",
    "GOTUTO_LATE_SECONDS": "2",
    "GOTUTO_BACKOFF_SECONDS": "0.1",
    "GOTUTO_MAX_ATTEMPTS": "2",
    "GOTUTO_WEB_WORKERS": "1",
    "GOTUTO_WORKER_PROCESSES": "1",
}
# One address buys everything here.
UNLIMITED = {"GOTUTO_LIMITS": "off"}
SERVERS = {"postgresql": "postgres", "valkey-server": "valkey"}


class Machine:
    """A machine with one instance, its mail server and a carrier; commands are lines as they stand in the runbook."""

    def __init__(self, root: Path, elsewhere: Path) -> None:
        self.root, self._port, self.mail_port = root, str(free_port()), free_port()
        self.staff_token, self._scraper, self._key = (secrets.token_hex(32) for _ in range(3))
        self.carrier, self.book = Carrier(), elsewhere / "mails"
        self.backups = elsewhere / "backups"
        self.postgres, self.valkey = Postgres(root / "postgresql", fast=True), Valkey(root / "valkey")
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        # What is set otherwise for a while, for programs that are started then and for commands.
        self.otherwise: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.otherwise.get('PORT', self._port)}"

    def environment(self) -> dict[str, str]:
        return {
            **clean_environment(),
            "DJANGO_SETTINGS_MODULE": "tests.playing.settings",
            "CARRIER_URL": self.carrier.url,
            "GOTUTO_ENV": "production",
            "SECRET_KEY": self._key,
            "ALLOWED_HOSTS": "127.0.0.1",
            "PORT": self._port,
            "DATABASE_URL": self.postgres.url(),
            "REDIS_URL": self.valkey.url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "GOTUTO_DATA_DIR": str(self.root / "instance"),
            "GOTUTO_BACKUP_DIR": str(self.backups),
            "GOTUTO_METRICS_TOKEN": self._scraper,
            "GOTUTO_ADMIN_TOKEN": self.staff_token,
            "GOTUTO_ADMIN_PASSWORD": self._scraper,
            **IMPATIENT,
            **UNLIMITED,
            **self.otherwise,
        }

    # --- Its programs ---------------------------------------------------------------------------------------------

    def start_server(self, name: str) -> None:
        """PostgreSQL or Valkey, as their service does it."""
        server = self.postgres if name == "postgres" else self.valkey
        server.start()

    def start(self, name: str, **settings: str) -> None:
        """A program of the instance."""
        command = [sys.executable, "-m", "gotuto.runtime", "run", name.partition(" ")[0]]
        self._spawn(name, command, {**self.environment(), **settings})

    def start_mail_server(self) -> None:
        office = [sys.executable, "-m", "tests.reliability.smtp_office", str(self.mail_port), str(self.book)]
        self._spawn("mail", office, self.environment())

    def _spawn(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        with (self.root / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                child.launched(command, death_signal=signal.SIGKILL),
                cwd=PROJECT,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def send(self, name: str, number: int) -> None:
        """A signal to a program with all its children."""
        os.killpg(self.processes[name].pid, number)

    def end(self, name: str) -> None:
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def end_server(self, name: str) -> None:
        server = self.postgres if name == "postgres" else self.valkey
        assert server.process is not None
        server.process.send_signal(signal.SIGQUIT if name == "postgres" else signal.SIGKILL)
        wait_for_end(server.process.pid, seconds=20)
        server.process.wait()

    # --- What it tells --------------------------------------------------------------------------------------------

    def readiness(self) -> dict[str, Any]:
        """What a load balancer is told, with the status; nothing while nobody answers."""
        try:
            answer = HttpClient(self.url, timeout=10).call("GET", "/health/ready")
        except NoAnswer:
            return {}
        return {"code": answer.status_code, **answer.json()}

    def scrape(self) -> str:
        """What Prometheus reads; empty while nobody answers."""
        bearer = {"Authorization": f"Bearer {self._scraper}"}
        try:
            answer = HttpClient(self.url, bearer, timeout=10).call("GET", "/metrics")
        except NoAnswer:
            return ""
        assert answer.status_code == 200, answer.text
        return answer.text

    def shows(self, alert: str) -> bool:
        """Whether the condition of an alert is there."""
        page = self.scrape()
        return bool(page) and holds(expressions()[alert], Samples(page))

    def is_well(self) -> bool:
        told = self.readiness()
        return told.get("code") == 200 and not told["degraded"] and not told["attention"]

    def sql(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.postgres.url()) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def mails(self) -> list[str]:
        """The ids of the mails that the mail server took."""
        return post_office.taken(self.book)

    # --- Its operator ---------------------------------------------------------------------------------------------

    def run(self, lines: list[str], known: Mapping[str, str]) -> str:
        """What the lines of a page print, one after the other; what the page takes as an example is told by `known`."""
        return "".join(self._run([known.get(word, word) for word in shlex.split(line)]) for line in lines)

    def _run(self, words: list[str]) -> str:
        settings = dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
        program, *arguments = words[len(settings) :]
        if program == "./manage.py" and not self.otherwise:
            return self.terminal.call(*arguments)[1]
        if program == "systemctl":
            assert arguments[0] == "start"
            self.start_server(SERVERS[arguments[1]])
            return ""
        if (program, *arguments[:3]) == ("python", "-m", "gotuto.runtime", "run"):
            name = arguments[3]
            self.start(f"{name} 2" if name in self.processes else name, **settings)
            return ""
        done = subprocess.run(
            [program, *arguments],
            cwd=PROJECT,
            env={**self.environment(), **settings},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.stdout + done.stderr

    terminal: Terminal


@contextmanager
def running(root: Path, elsewhere: Path) -> Iterator[Machine]:
    """A machine whose shop is stocked and whose programs work, and its end; others, such as the mail server, have other disks."""
    Paths(root / "instance").create()
    machine = Machine(root, elsewhere)
    machine.backups.mkdir()
    try:
        with machine.carrier:
            prepared.lay(root / "postgresql")
            for name in ("postgres", "valkey"):
                machine.start_server(name)
            machine.start_mail_server()
            with Terminal(machine.environment()) as machine.terminal:
                for command in (["migrate", "--run-syncdb"], ["demo_shop"], ["backup"]):
                    code, said = machine.terminal.call(*command)
                    assert code == 0, said
                for name in PROGRAMS:
                    machine.start(name)
                wait_until(machine.is_well, seconds=60)
                yield machine
    finally:
        for name in list(machine.processes):
            machine.end(name)
        machine.valkey.stop()
        machine.postgres.stop()
