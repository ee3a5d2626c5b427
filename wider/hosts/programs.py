"""The programs of a shop on its hosts, from the tree, as `python -m gotuto.runtime run` has them."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.http_client import HttpClient, NoAnswer
from tests.runtime.processes import PROJECT, wait_until
from tests.runtime.starting import clean_environment
from wider.check import Failed
from wider.hosts.network import Host

_PORT = 8000
_HOST_SETTINGS = {"GOTUTO_WEB_WORKERS": "1", "GOTUTO_WORKER_PROCESSES": "1", "LOG_LEVEL": "WARNING"}


@dataclass
class Program:
    """One process tree on a host."""

    host: Host
    role: str
    place: int
    folder: Path
    settings: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def name(self) -> str:
        return f"{self.host.name[-2:]}-{self.role}{self.place}"

    @property
    def address(self) -> str:
        return f"{self.host.address}:{_PORT + self.place}"

    def start(self) -> None:
        data = self.folder / self.name
        data.mkdir(exist_ok=True)
        environ = {
            **clean_environment(), **_HOST_SETTINGS, **self.settings,
            "GOTUTO_DATA_DIR": str(data), "HOST": self.host.address, "PORT": str(_PORT + self.place),
        }  # fmt: skip
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.host.inside([sys.executable, "-m", "gotuto.runtime", "run", self.role]),
                cwd=PROJECT, env=environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """As a power cut does it, with all that it has started."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()

    def is_serving(self) -> bool:
        try:
            return HttpClient(f"http://{self.address}", timeout=5).call("GET", "/health/ready").is_success
        except NoAnswer:
            return False


@dataclass
class Shop:
    """All programs of all hosts."""

    folder: Path
    settings: dict[str, str]
    programs: list[Program] = field(default_factory=list)

    def place(self, host: Host, *roles: str, **settings: str) -> None:
        """Start these on a host."""
        for place, role in enumerate(roles):
            program = Program(host, role, place, self.folder, {**self.settings, **settings})
            self.programs.append(program)
            program.start()

    @property
    def webs(self) -> list[Program]:
        return [one for one in self.programs if one.role == "web"]

    def wait_until_served(self) -> None:
        try:
            wait_until(lambda: all(web.is_serving() for web in self.webs), seconds=120)
        except AssertionError as error:
            said = " ".join((self.folder / f"{one.name}.log").read_text()[-400:] for one in self.programs)
            raise Failed(f"a web never became ready: {said}") from error

    def manage(self, *arguments: str) -> str:
        """A command on this machine. Raises Failed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT, env={**clean_environment(), **self.settings, "GOTUTO_DATA_DIR": str(self.folder)},
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        if done.returncode:
            raise Failed(f"manage.py {' '.join(arguments)}: {(done.stdout + done.stderr).strip()[-500:]}")
        return done.stdout

    def end(self) -> None:
        for program in self.programs:
            if program.process is not None and program.process.poll() is None:
                program.process.send_signal(signal.SIGTERM)
        for program in self.programs:
            program.stop()
