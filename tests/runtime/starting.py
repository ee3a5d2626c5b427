"""The one way to start a whole instance, as `make up` does, and to speak to it from another terminal.

Tests, drivers of faults and benchmarks use it; each brings its own settings.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.runtime.processes import PROJECT, free_port, wait_for_text

UP = ("-m", "gotuto.runtime", "up")
# What the test run itself lives on; an instance is to have its own.
FOREIGN = ("DATABASE_URL", "REDIS_URL", "GOTUTO_TEST_SERVERS", "EMAIL_URL", "GOTUTO_CACHE_SECONDS")


@dataclass(frozen=True)
class Started:
    """A process that supervises an instance, and what it printed until it was ready."""

    process: subprocess.Popen[bytes]
    data_dir: Path
    port: int
    printed: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def start(data_dir: Path, settings: Mapping[str, str] | None = None, *, tree: Path = PROJECT) -> Started:
    """Start an instance of this tree or another one on the directory, and wait until its web server answers."""
    port = free_port()
    process = subprocess.Popen(
        [interpreter(tree), *UP],
        cwd=tree,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={
            **clean_environment(),
            "PYTHONUNBUFFERED": "1",
            **(settings or {}),
            "GOTUTO_DATA_DIR": str(data_dir),
            "PORT": str(port),
        },
        start_new_session=True,
    )
    return Started(process, data_dir, port, wait_for_text(process, "Ctrl-C stops everything", seconds=240))


def manage(
    data_dir: Path,
    *arguments: str,
    settings: Mapping[str, str] | None = None,
    tree: Path = PROJECT,
    seconds: float = 60,
) -> subprocess.CompletedProcess[str]:
    """A command in another terminal, which finds the instance by its data directory."""
    return subprocess.run(
        [interpreter(tree), "manage.py", *arguments],
        cwd=tree,
        env={**clean_environment(), **(settings or {}), "GOTUTO_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def shared(data_dir: Path) -> dict[str, str]:
    """What the instance tells a command in another terminal."""
    lines = (data_dir / "run" / "env").read_text().splitlines()
    return {name: value.strip("'") for name, _, value in (line.partition("=") for line in lines)}


def interpreter(tree: Path) -> str:
    """The Python that a tree is run with: its own virtual environment where it has one."""
    own = tree / ".venv" / "bin" / "python"
    return str(own) if own.exists() and tree != PROJECT else sys.executable


def clean_environment() -> dict[str, str]:
    """The environment without what the test run itself lives on."""
    return {name: value for name, value in os.environ.items() if name not in FOREIGN}
