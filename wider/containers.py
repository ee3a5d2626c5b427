"""Containers as bubblewrap runs them: a read-only root, a user who is not root, and nothing to write but /data, /tmp and /dev/shm."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.runtime.processes import wait_until
from wider.check import Failed, Missed
from wider.images import Image

# What a container engine gives a container before it ends it by force; the usual one of Kubernetes.
MOST_DRAINING = 30.0


def require_sandbox() -> None:
    """Raises Missed where bubblewrap may not make a container."""
    command = [
        "setpriv",
        "--reuid=10001",
        "--regid=10001",
        "--clear-groups",
        "bwrap",
        "--unshare-pid",
        "--ro-bind",
        "/",
        "/",
    ]
    if os.geteuid() != 0:
        raise Missed("an image is made and run as another user, which takes root")
    tried = subprocess.run([*command, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        raise Missed(f"bubblewrap may not make a container here: {tried.stderr.strip()}")


@dataclass
class Container:
    """One role of an image. It has a folder /data of its own, and is process 1 of its own."""

    image: Image
    role: str
    folder: Path
    settings: Mapping[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    pid: int = 0

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def start(self) -> "Container":
        reader, writer = os.pipe()
        self.folder.mkdir(exist_ok=True)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self._command(self.image.entrypoint, [self.role], "--json-status-fd", str(writer)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[writer],
            )
        os.close(writer)
        with os.fdopen(reader) as told:
            self.pid = int(json.loads(told.readline() or '{"child-pid": 0}')["child-pid"])
        return self

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float = 120) -> float:
        """For how long it took. Raises Failed when it ends first, or takes too long."""
        began = time.monotonic()
        try:
            wait_until(lambda: self._runs() and is_ready(), seconds=seconds)
        except AssertionError as error:
            raise Failed(f"{self.role} was not ready after {seconds:.0f} s: {self.said()[-600:]}") from error
        return time.monotonic() - began

    def stop(self) -> float:
        """Ask it to end, as an engine does; how long it took. Raises Failed when it does not."""
        began = time.monotonic()
        os.kill(self.pid, signal.SIGTERM)
        assert self.process is not None
        try:
            self.process.wait(MOST_DRAINING)
        except subprocess.TimeoutExpired as error:
            raise Failed(f"{self.role} had not ended after {MOST_DRAINING:.0f} s") from error
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

    def ask(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run another command of the image with the same settings and folder, and wait for its end."""
        return self._ran(self.image.entrypoint, command)

    def execute(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run any program of the image, as `podman exec` does."""
        return self._ran([], command)

    def said(self) -> str:
        """What it has said since it was started."""
        return self.log.read_text(errors="replace")

    def _runs(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            raise Failed(f"{self.role} ended while starting: {self.said()[-600:]}")
        return True

    def _ran(self, entrypoint: Sequence[str], command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(entrypoint, command), capture_output=True, text=True, timeout=240, check=False
        )

    def _command(self, entrypoint: Sequence[str], arguments: Sequence[str], *options: str) -> list[str]:
        data = self.folder / "data"
        user, group = (int(number) for number in self.image.user.split(":"))
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o700)
        os.chown(data, user, group)
        told: dict[str, Any] = {**self.image.environment, "HOME": "/data", **self.settings}
        return [
            *("setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"),
            *("bwrap", "--unshare-pid", "--unshare-ipc", "--as-pid-1", "--die-with-parent", *options),
            *("--ro-bind", str(self.image.root), "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"),  # noqa: S108
            *("--bind", str(data), "/data", "--chdir", "/app", "--clearenv"),
            *(word for name, value in told.items() for word in ("--setenv", name, str(value))),
            *entrypoint,
            *arguments,
        ]
