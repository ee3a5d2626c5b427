"""Containers as bubblewrap runs them: a read-only root, a user who is not root, and nothing to write but /data, /tmp and /dev/shm."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wider import boxed
from wider.boxed import Boxed, ran
from wider.images import Image


def require_sandbox() -> None:
    """Raises Missed where bubblewrap may not make a container."""
    as_somebody = ("setpriv", "--reuid=10001", "--regid=10001", "--clear-groups")
    boxed.require(
        *as_somebody, "bwrap", "--unshare-pid", "--ro-bind", "/", "/", why="an image is made and run as another user"
    )


@dataclass
class Container(Boxed):
    """One role of an image. It has a folder /data of its own, and is process 1 of its own."""

    image: Image
    role: str
    folder: Path
    settings: Mapping[str, str]

    def command(self, *options: str) -> list[str]:
        return self._command(self.image.entrypoint, [self.role], *options)

    def ask(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run another command of the image with the same settings and folder, and wait for its end."""
        return ran(self._command(self.image.entrypoint, command))

    def execute(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run any program of the image, as `podman exec` does."""
        return ran(self._command([], command))

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
