"""Waiting for processes by the kernel's own word, with a deadline."""

import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

from gotuto.runtime.orphan import read_pid, works_on

PROJECT = Path(__file__).resolve().parents[2]


def pids_in(data_dir: Path) -> dict[str, int]:
    """The processes that the pid files of an instance name."""
    files = (data_dir / "run").glob("*.pid")
    return {file.stem: pid for file in files if (pid := read_pid(file)) is not None}


def processes_on(data_dir: Path) -> list[int]:
    """Every process that works on the data directory, whoever its parent is."""
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if works_on(pid, data_dir)]


def wait_for_end(pid: int, *, seconds: float = 10) -> None:
    """Wait until a process has ended, be it a child or not."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        ended, _, _ = select.select([handle], [], [], seconds)
    finally:
        os.close(handle)
    assert ended, f"process {pid} still runs after {seconds} s"


def wait_until(condition: Callable[[], bool], *, seconds: float = 20) -> None:
    """Ask again and again until the condition holds."""
    deadline = time.monotonic() + seconds
    tick = Event()
    while not condition():
        assert time.monotonic() < deadline, f"still not so after {seconds} s"
        tick.wait(0.02)


def wait_for_text(process: subprocess.Popen[bytes], text: str, *, seconds: float = 60) -> str:
    """Read the output of a process until it contains `text`; returns what was read now."""
    assert process.stdout is not None
    deadline = time.monotonic() + seconds
    seen = ""
    while text not in seen:
        readable, _, _ = select.select([process.stdout], [], [], max(deadline - time.monotonic(), 0))
        assert readable, f"no {text!r} after {seconds} s in:\n{seen}"
        # Past Python's buffer: select() would not see a line that waits there.
        piece = os.read(process.stdout.fileno(), 65536)
        assert piece, f"no {text!r} before the end of:\n{seen}"
        seen += piece.decode()
    return seen


def python(*arguments: str, environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A Python program whose output can be waited for."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environ},
        start_new_session=True,
    )


def free_port() -> int:
    """A port of the loopback address that nobody listened at just now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
