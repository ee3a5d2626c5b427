"""A program that bubblewrap runs: process 1 of its own, asked to end as an engine does, and ended by force when it does not."""

import fcntl
import json
import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.runtime.processes import wait_until
from wider.check import Failed, Missed

# What a container engine gives a container before it ends it by force; the usual one of Kubernetes.
MOST_DRAINING = 30.0


def require(*command: str, why: str) -> None:
    """Raises Missed where a command that makes room for a program does not work."""
    if os.geteuid() != 0:
        raise Missed(f"{why}, which takes root")
    tried = subprocess.run([*command, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        raise Missed(f"{command[0]} may not make room for a program here: {tried.stderr.strip()}")


class Boxed(ABC):
    """`role` is what it is called; its log lies in its folder."""

    role: str
    folder: Path
    most_draining = MOST_DRAINING
    process: "subprocess.Popen[bytes] | None" = None
    pid: int = 0

    @abstractmethod
    def command(self, *options: str) -> list[str]:
        """How bubblewrap is called, with further options."""

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def start(self) -> None:
        reader, low = os.pipe()
        # A shell in between may have a use for the low numbers.
        writer = fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, 64)
        os.close(low)
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command("--json-status-fd", str(writer)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[writer],
            )
        os.close(writer)
        with os.fdopen(reader) as told:
            self.pid = int(json.loads(told.readline() or '{"child-pid": 0}')["child-pid"])

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float = 120) -> float:
        """For how long it took. Raises Failed when it ends first, or takes too long."""
        began = time.monotonic()
        try:
            wait_until(lambda: self._runs() and is_ready(), seconds=seconds)
        except AssertionError as error:
            raise Failed(f"{self.role} was not ready after {seconds:.0f} s: {self.said()[-600:]}") from error
        return time.monotonic() - began

    def stop(self) -> float:
        """Ask it to end; how long it took. Raises Failed when it does not."""
        began = time.monotonic()
        os.kill(self.pid, signal.SIGTERM)
        assert self.process is not None
        try:
            self.process.wait(self.most_draining)
        except subprocess.TimeoutExpired as error:
            raise Failed(f"{self.role} had not ended after {self.most_draining:.0f} s") from error
        finally:
            self.kill()
        if "Read-only file system" in self.said():
            raise Failed(f"{self.role} wants to write where it may not: {self.said()[-600:]}")
        return time.monotonic() - began

    def kill(self) -> None:
        """End it, and with it all that it has started."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def said(self) -> str:
        """What it has said since it was started."""
        return self.log.read_text(errors="replace")

    def _runs(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            raise Failed(f"{self.role} ended while starting: {self.said()[-600:]}")
        return True


def ran(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    """A command to its end."""
    return subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
