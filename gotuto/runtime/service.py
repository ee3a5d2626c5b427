"""What the supervisor watches: a program that can be launched again and again."""

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from gotuto.runtime import child
from gotuto.runtime.orphan import end_orphan
from gotuto.runtime.paths import Paths


class Service(Protocol):
    """A data store or a program of the application."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def stop_signals(self) -> Sequence[tuple[int, float]]: ...
    @property
    def log(self) -> Path: ...
    @property
    def pid_file(self) -> Path: ...
    def launch(self) -> subprocess.Popen[bytes]: ...


class Program:
    """A program of the application: web server, worker or beat. It `drains` for so many seconds before it stops."""

    stop_signals: Sequence[tuple[int, float]] = ((signal.SIGTERM, 10.0), (signal.SIGQUIT, 3.0))

    def __init__(
        self,
        *,
        name: str,
        title: str,
        command: Sequence[str],
        paths: Paths,
        env: Mapping[str, str],
        cwd: Path,
        death_signal: int = signal.SIGTERM,
        inherits: Sequence[int] = (),
        drains: float = 0,
    ) -> None:
        (first, patience), *harder = self.stop_signals
        self.stop_signals = ((first, patience + drains), *harder)
        self.name = name
        self.title = title
        self.command = command
        self.paths = paths
        self.env = env
        self.cwd = cwd
        self.death_signal = death_signal
        self.inherits = inherits
        self.log = paths.log_file(name)
        self.pid_file = paths.pid_file(name)

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the program without waiting for it."""
        end_orphan(self.pid_file, data_dir=self.paths.root, signals=self.stop_signals)
        return child.spawn(
            self.command,
            log=self.log,
            pid_file=self.pid_file,
            env=self.env,
            cwd=self.cwd,
            death_signal=self.death_signal,
            inherits=self.inherits,
        )
