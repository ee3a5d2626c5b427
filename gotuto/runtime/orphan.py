"""Processes that an earlier instance left behind: found by their pid file, recognised by their data directory."""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from gotuto.runtime.errors import CannotStart


def end_orphan(pid_file: Path, *, data_dir: Path, signals: Sequence[tuple[int, float]]) -> bool:
    """End the process of a stale pid file if it worked on `data_dir`, and remove the file.

    A pid that meanwhile belongs to somebody else is left alone. Returns whether a process was ended.
    Raises CannotStart when it survives every signal.
    """
    pid = read_pid(pid_file)
    ours = pid is not None and works_on(pid, data_dir)
    if pid is not None and ours:
        end(pid, signals)
    pid_file.unlink(missing_ok=True)
    return ours


def read_pid(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def works_on(pid: int, data_dir: Path) -> bool:
    """Whether the process runs and works on `data_dir`: it was told so by GOTUTO_DATA_DIR, or has its place there.

    Both, because Valkey writes its title over its environment, and the application runs where the code lies.
    """
    mark = f"GOTUTO_DATA_DIR={data_dir}".encode()
    process = Path(f"/proc/{pid}")
    if not Path("/proc/self").exists():
        return mark in listed_environment(pid).split()
    try:
        told = mark in (process / "environ").read_bytes().split(b"\0")
        return told or (process / "cwd").readlink().is_relative_to(data_dir)
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return False


def listed_environment(pid: int) -> bytes:
    """The same where there is no /proc (macOS)."""
    return subprocess.run(["ps", "eww", "-o", "command=", "-p", str(pid)], capture_output=True, check=False).stdout


def end(pid: int, signals: Sequence[tuple[int, float]]) -> None:
    for number, seconds in signals:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not is_alive(pid):
                return
            time.sleep(0.02)
    raise CannotStart(f"Process {pid} of an earlier start does not end. End it (kill -9 {pid}) and try again.")


def is_alive(pid: int) -> bool:
    """Whether a process of that id exists and has not ended yet."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or not stat.read_text().rpartition(")")[2].startswith(" Z")
